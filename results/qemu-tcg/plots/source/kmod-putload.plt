# gnuplot -e "format='svg'" kmod-putload.plt (or png, pdf) draws ../kmod-putload.svg
file = "kmod-putload"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
masks = 1
array mask[1]
mask[1] = word[5]
content = word[6]
rows = 11
set ytics ()
set ytics add (tic(word[7]) 1)
set ytics add (tic(word[8]) 2)
set ytics add (tic(word[9])."\n " 3)
remark_at_1 = 3
remark_1 = word[10]
remarks = 1
set ytics add (tic(word[11]) 4)
set ytics add (tic(word[12]) 5)
set ytics add (tic(word[13]) 6)
set ytics add (tic(word[14]) 7)
set ytics add (tic(word[15]) 8)
set ytics add (tic(word[16]) 9)
set ytics add (tic(word[17]) 10)
set ytics add (tic(word[18]) 11)
notes = 0
footmarks = ""
footnotes = ""
xmax = 526.0000
load "putload.gp"
