# gnuplot -e "format='svg'" layout.plt (or png, pdf) draws ../layout.svg
file = "layout"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
rows = 14
set ytics ()
set ytics add (tic(word[5]) 1)
set ytics add (tic(word[6])."\n " 2)
remark_at_1 = 2
remark_1 = word[7]
remarks = 1
set ytics add (tic(word[8]) 3)
set ytics add (tic(word[9]) 4)
set ytics add (tic(word[10]) 5)
set ytics add (tic(word[11]) 6)
set ytics add (tic(word[12]) 7)
set ytics add (tic(word[13]) 8)
set ytics add (tic(word[14]) 9)
set ytics add (tic(word[15]) 10)
set ytics add (tic(word[16]) 11)
set ytics add (tic(word[17]) 12)
set ytics add (tic(word[18]) 13)
set ytics add (tic(word[19]) 14)
mask = word[20]
xmax = 57.2535
load "layout.gp"
