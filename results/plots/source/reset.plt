# gnuplot -e "format='svg'" reset.plt (or png, pdf) draws ../reset.svg
file = "reset"
load "words.gp"
set ytics ()
set ytics add (tic(word[1]) 1.5)
set ytics add (tic(word[2]) 4)
set ytics add (tic(word[3]) 6.5)
set ytics add (tic(word[4]) 9)
set ytics add (tic(word[5]) 11.5)
cpu = word[6]
how = word[7]
unit = word[8]
mask = word[9]
content = word[10]
white = word[11]
bars = 10
rows = 5
ymax = 12.8
xmax = 1145.3051
load "reset.gp"
