# gnuplot -e "format='svg'" components.plt (or png, pdf) draws ../components.svg
file = "components"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
array name[3]
most = 14
name[1] = word[5]
name[2] = word[6]
name[3] = word[7]
array crossing_n[3]
array crossing_lo[3]
array crossing_hi[3]
array crossing_y[3]
array crossing[3]
crossing_n[1] = 0.923
crossing_lo[1] = 0.000
crossing_hi[1] = 1.788
crossing_y[1] = 0.0000
crossing[1] = "v10-bitmap-fixed = u64-mask at 0.9 [0.0, 1.8]"
crossing_n[2] = 1.598
crossing_lo[2] = 0.985
crossing_hi[2] = 2.101
crossing_y[2] = 1.1980
crossing[2] = "v10-bitmap-fixed = unrolled-n at 1.6 [1.0, 2.1]"
crossing_n[3] = 4.855
crossing_lo[3] = 3.797
crossing_hi[3] = 6.201
crossing_y[3] = 0.0000
crossing[3] = "u64-mask = unrolled-n at 4.9 [3.8, 6.2]"
crossings = 3
reference = word[8]
load "components.gp"
