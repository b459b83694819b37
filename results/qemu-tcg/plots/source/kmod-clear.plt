# gnuplot -e "format='svg'" kmod-clear.plt (or png, pdf) draws ../kmod-clear.svg
file = "kmod-clear"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
masks = 2
array mask[2]
mask[1] = word[5]
mask[2] = word[6]
content = word[7]
rows = 11
set ytics ()
set ytics add (tic(word[8]) 1)
set ytics add (tic(word[9])."\n " 2)
remark_at_1 = 2
remark_1 = word[10]
remarks = 1
set ytics add (tic(word[11]) 3)
set ytics add (tic(word[12]) 4)
set ytics add (tic(word[13]) 5)
set ytics add (tic(word[14]) 6)
set ytics add (tic(word[15]) 7)
set ytics add (tic(word[16]) 8)
set ytics add (tic(word[17]) 9)
set ytics add (tic(word[18]) 10)
set ytics add (tic(word[19]) 11)
notes = 0
footmarks = ""
footnotes = ""
xmin = 0.0000
xmax = 226.0000
load "clear.gp"
