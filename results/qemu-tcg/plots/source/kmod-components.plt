# gnuplot -e "format='svg'" kmod-components.plt (or png, pdf) draws ../kmod-components.svg
file = "kmod-components"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
array name[3]
most = 2
name[1] = word[5]
name[2] = word[6]
name[3] = word[7]
array crossing_n[3]
array crossing_lo[3]
array crossing_hi[3]
array crossing_y[3]
array crossing[3]
crossings = 0
reference = word[8]
load "components.gp"
