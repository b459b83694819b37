# gnuplot -e "format='svg'" kmod-components.plt (or png, pdf) draws ../kmod-components.svg
file = "kmod-components"
cpu = "QEMU TCG CPU version 2.5+"
how = "lane kmod, guest of QEMU TCG, 1 layouts"
unit = "instructions (exact)"
array name[3]
most = 2
name[1] = "v10-bitmap-fixed"
name[2] = "u64-mask"
name[3] = "unrolled-n"
array crossing_n[3]
array crossing_y[3]
array crossing[3]
crossing_n[1] = 0.400
crossing_y[1] = 0.0000
crossing[1] = "v10-bitmap-fixed = u64-mask at 0.4"
crossing_n[2] = 0.214
crossing_y[2] = -0.9286
crossing[2] = "v10-bitmap-fixed = unrolled-n at 0.2"
crossing_n[3] = 0.263
crossing_y[3] = 0.0000
crossing[3] = "u64-mask = unrolled-n at 0.3"
crossings = 3
reference = "u64-mask"
load "components.gp"
