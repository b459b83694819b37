# gnuplot -e "format='svg'" cpus-putload.plt (or png, pdf) draws ../cpus-putload.svg
file = "cpus-putload"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
fpu = word[4]
mask = word[5]
content = word[6]
panels = 2
array name[2]
name[1] = word[7]
name[2] = word[8]
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
notes = 0
footmarks = ""
footnotes = ""
xmin = 0.0000
xmax = 1151.0977
load "many.gp"
