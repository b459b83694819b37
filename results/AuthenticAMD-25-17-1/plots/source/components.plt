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
crossing_n[1] = 0.260
crossing_lo[1] = 0.000
crossing_hi[1] = 1.111
crossing_y[1] = 0.0000
crossing[1] = "v10-bitmap-fixed = u64-mask at 0.3 [0.0, 1.1]"
crossing_n[2] = 1.439
crossing_lo[2] = 0.804
crossing_hi[2] = 1.952
crossing_y[2] = 2.0130
crossing[2] = "v10-bitmap-fixed = unrolled-n at 1.4 [0.8, 2.0]"
crossing_n[3] = 5.507
crossing_lo[3] = 4.180
crossing_hi[3] = 7.475
crossing_y[3] = 0.0000
crossing[3] = "u64-mask = unrolled-n at 5.5 [4.2, 7.5]"
crossings = 3
reference = word[8]
load "components.gp"
