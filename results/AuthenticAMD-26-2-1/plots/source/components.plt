# gnuplot -e "format='svg'" components.plt (or png, pdf) draws ../components.svg
file = "components"
cpu = "AMD EPYC"
how = "lane user (a proxy), guest of bhyve, 59 layouts"
unit = "core cycles (calibrated)"
array name[3]
most = 14
name[1] = "v10-bitmap-fixed"
name[2] = "u64-mask"
name[3] = "unrolled-n"
array crossing_n[3]
array crossing_y[3]
array crossing[3]
crossings = 0
reference = "u64-mask"
load "components.gp"
