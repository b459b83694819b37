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
set ytics add (tic(word[14]) 12)
rows = 12
set xtics add (tic(word[15]) 1)
set xtics add (tic(word[16]) 2)
set xtics add (tic(word[17]) 3)
set xtics add (tic(word[18]) 4)
set xtics add (tic(word[19]) 5)
set xtics add (tic(word[20]) 6)
set xtics add (tic(word[21]) 7)
set xtics add (tic(word[22]) 8)
set xtics add (tic(word[23]) 9)
set xtics add (tic(word[24]) 10)
set xtics add (tic(word[25]) 11)
models = 11
mask = word[26]
llvm = word[27]
traced = word[28]
load "mca.gp"
