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
array crossing_lo[3]
array crossing_hi[3]
array crossing_y[3]
array crossing[3]
crossings = 0
reference = "u64-mask"
load "components.gp"
