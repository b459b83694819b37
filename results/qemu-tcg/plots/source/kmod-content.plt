# gnuplot -e "format='svg'" kmod-content.plt (or png, pdf) draws ../kmod-content.svg
file = "kmod-content"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
set ytics ()
set ytics add (tic(word[5]) 1)
set ytics add (tic(word[6]) 2)
set ytics add (tic(word[7]) 3)
rows = 3
xmax = 146.0000
load "content.gp"
