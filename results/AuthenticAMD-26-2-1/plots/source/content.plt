# gnuplot -e "format='svg'" content.plt (or png, pdf) draws ../content.svg
file = "content"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
set ytics ()
set ytics add ("init" 1)
set ytics add ("sse" 2)
set ytics add ("avx" 3)
set ytics add ("avx512" 4)
set ytics add ("only:ymm" 5)
set ytics add ("only:opmask" 6)
set ytics add ("only:zmm_hi256" 7)
set ytics add ("only:hi16_zmm" 8)
rows = 8
xmax = 538.0498
load "content.gp"
