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
crossing_n[1] = 1.047
crossing_lo[1] = 0.290
crossing_hi[1] = 1.647
crossing_y[1] = 0.0000
crossing[1] = "v10-bitmap-fixed = u64-mask at 1.0 [0.3, 1.6]"
crossing_n[2] = 1.941
crossing_lo[2] = 1.313
crossing_hi[2] = 2.455
crossing_y[2] = 1.6382
crossing[2] = "v10-bitmap-fixed = unrolled-n at 1.9 [1.3, 2.5]"
crossing_n[3] = 4.132
crossing_lo[3] = 2.150
crossing_hi[3] = 5.737
crossing_y[3] = 0.0000
crossing[3] = "u64-mask = unrolled-n at 4.1 [2.1, 5.7]"
crossings = 3
reference = word[8]
load "components.gp"
