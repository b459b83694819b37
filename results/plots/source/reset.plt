# gnuplot -e "format='svg'" reset.plt (or png, pdf) draws ../reset.svg
file = "reset"
load "words.gp"
set ytics ()
set ytics add (tic(word[1]) 1)
set ytics add (tic(word[2]) 2.5)
set ytics add (tic(word[3]) 4)
set ytics add (tic(word[4]) 5.5)
set ytics add (tic(word[5]) 7)
cpu = word[6]
how = word[7]
unit = word[8]
mask = word[9]
content = word[10]
white = word[11]
bars = 5
rows = 5
ymax = 7.8
xmax = 1073.2940
load "reset.gp"
