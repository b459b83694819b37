# gnuplot -e "format='svg'" size.plt (or png, pdf) draws ../size.svg
file = "size"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
set ytics ()
set ytics add (tic(word[5]) 1)
set ytics add (tic(word[6]) 2)
set ytics add (tic(word[7]) 3)
set ytics add (tic(word[8]) 4)
set ytics add (tic(word[9]) 5)
set ytics add (tic(word[10]) 6)
set ytics add (tic(word[11]) 7)
set ytics add (tic(word[12]) 8)
set ytics add (tic(word[13]) 9)
set ytics add (tic(word[14]) 10)
set ytics add (tic(word[15]) 11)
set ytics add (tic(word[16]) 12)
set ytics add (tic(word[17]) 13)
set ytics add (tic(word[18]) 14)
set ytics add (tic(word[19]) 15)
set ytics add (tic(word[20]) 16)
rows = 16
variant = word[21]
load "size.gp"
