# gnuplot -e "format='svg'" clear.plt (or png, pdf) draws ../clear.svg
file = "clear"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
masks = 4
array mask[4]
mask[1] = word[5]
mask[2] = word[6]
mask[3] = word[7]
mask[4] = word[8]
content = word[9]
rows = 14
set ytics ()
set ytics add (tic(word[10]) 1)
set ytics add (tic(word[11])."\n " 2)
remark_at_1 = 2
remark_1 = word[12]
remarks = 1
set ytics add (tic(word[13]) 3)
set ytics add (tic(word[14]) 4)
set ytics add (tic(word[15]) 5)
set ytics add (tic(word[16]) 6)
set ytics add (tic(word[17]) 7)
set ytics add (tic(word[18]) 8)
set ytics add (tic(word[19]) 9)
set ytics add (tic(word[20]) 10)
set ytics add (tic(word[21]) 11)
set ytics add (tic(word[22]) 12)
set ytics add (tic(word[23]) 13)
set ytics add (tic(word[24]) 14)
notes = 2
footmarks = ""
footnotes = ""
footmarks = footmarks."a\n"
footnotes = footnotes.word[25]."\n"
footmarks = footmarks."b\n"
footnotes = footnotes.word[26]."\n"
xmin = -6.1400
xmax = 120.5409
load "clear.gp"
