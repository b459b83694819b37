# gnuplot -e "format='svg'" content.plt (or png, pdf) draws ../content.svg
file = "content"
cpu = "AMD EPYC"
how = "lane user (a proxy), guest of bhyve, 59 layouts"
unit = "core cycles (calibrated)"
set ytics ()
set ytics add ("init" 1)
set ytics add ("sse" 2)
set ytics add ("avx" 3)
set ytics add ("avx512" 4)
rows = 4
xmax = 548.1643
load "content.gp"
