# gnuplot -e "format='svg'" content.plt (or png, pdf) draws ../content.svg
file = "content"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of bhyve by CPUID, KVM by the kernel's clock, 59 layouts"
unit = "core cycles (calibrated)"
set ytics ()
set ytics add ("init" 1)
set ytics add ("sse" 2)
set ytics add ("avx" 3)
set ytics add ("avx512" 4)
rows = 4
xmax = 548.1643
load "content.gp"
