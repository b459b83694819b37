# gnuplot -e "format='svg'" kmod-content.plt (or png, pdf) draws ../kmod-content.svg
file = "kmod-content"
cpu = "QEMU TCG CPU version 2.5+"
how = "lane kmod, guest of QEMU TCG, 1 layouts"
unit = "instructions (exact)"
set ytics ()
set ytics add ("init" 1)
set ytics add ("sse" 2)
set ytics add ("avx" 3)
rows = 3
xmax = 146.0000
load "content.gp"
