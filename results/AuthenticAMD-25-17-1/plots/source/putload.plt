# gnuplot -e "format='svg'" putload.plt (or png, pdf) draws ../putload.svg
file = "putload"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
masks = 3
array mask[3]
mask[1] = word[5]
mask[2] = word[6]
mask[3] = word[7]
content = word[8]
rows = 14
set ytics ()
set ytics add (tic(word[9]) 1)
set ytics add (tic(word[10]) 2)
set ytics add (tic(word[11])."\n " 3)
remark_at_1 = 3
remark_1 = word[12]
remarks = 1
set ytics add (tic(word[13]) 4)
set ytics add (tic(word[14]) 5)
set ytics add (tic(word[15]) 6)
set ytics add (tic(word[16]) 7)
set ytics add (tic(word[17]) 8)
set ytics add (tic(word[18]) 9)
set ytics add (tic(word[19]) 10)
set ytics add (tic(word[20]) 11)
set ytics add (tic(word[21]) 12)
set ytics add (tic(word[22]) 13)
set ytics add (tic(word[23]) 14)
notes = 2
footmarks = ""
footnotes = ""
footmarks = footmarks."a\n"
footnotes = footnotes.word[24]."\n"
footmarks = footmarks."b\n"
footnotes = footnotes.word[25]."\n"
xmax = 1232.1452
load "putload.gp"
