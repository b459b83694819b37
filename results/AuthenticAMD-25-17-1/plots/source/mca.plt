# gnuplot -e "format='svg'" mca.plt (or png, pdf) draws ../mca.svg
file = "mca"
load "words.gp"
cpu = word[1]
set xtics ()
set ytics ()
set ytics add (tic(word[2]) 1)
set ytics add (tic(word[3])."\n " 2)
remark_at_1 = 2
remark_1 = word[4]
remarks = 1
set ytics add (tic(word[5]) 3)
set ytics add (tic(word[6]) 4)
set ytics add (tic(word[7]) 5)
set ytics add (tic(word[8]) 6)
set ytics add (tic(word[9]) 7)
set ytics add (tic(word[10]) 8)
set ytics add (tic(word[11]) 9)
set ytics add (tic(word[12]) 10)
set ytics add (tic(word[13]) 11)
rows = 11
set xtics add (tic(word[14]) 1)
set xtics add (tic(word[15]) 2)
set xtics add (tic(word[16]) 3)
set xtics add (tic(word[17]) 4)
set xtics add (tic(word[18]) 5)
set xtics add (tic(word[19]) 6)
set xtics add (tic(word[20]) 7)
set xtics add (tic(word[21]) 8)
set xtics add (tic(word[22]) 9)
set xtics add (tic(word[23]) 10)
set xtics add (tic(word[24]) 11)
models = 11
mask = word[25]
llvm = word[26]
traced = word[27]
load "mca.gp"
