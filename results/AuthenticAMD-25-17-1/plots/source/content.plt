# gnuplot -e "format='svg'" content.plt (or png, pdf) draws ../content.svg
file = "content"
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
rows = 8
xmax = 585.9767
load "content.gp"
