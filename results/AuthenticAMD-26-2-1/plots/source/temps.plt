# gnuplot -e "format='svg'" temps.plt (or png, pdf) draws ../temps.svg
file = "temps"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
set ytics ()
set ytics add ("xstate-bv" 1)
set ytics add ("v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 2)
set ytics add ("merged-memset" 3)
set ytics add ("unrolled" 4)
set ytics add ("init-only" 5)
set ytics add ("unrolled-cet" 6)
set ytics add ("u64-mask-in-use" 7)
set ytics add ("xrstor-init" 8)
set ytics add ("u64-mask" 9)
set ytics add ("unrolled-n" 10)
set ytics add ("v10-bitmap-fixed" 11)
set ytics add ("xrstor-init, live" 12)
set ytics add ("xstate-bv, live" 13)
set ytics add ("v10-bitmap, live\n{/*0.75 clears nothing (bug as posted)}" 14)
set ytics add ("merged-memset, live" 15)
set ytics add ("unrolled-cet, live" 16)
set ytics add ("unrolled, live" 17)
set ytics add ("u64-mask-in-use, live" 18)
set ytics add ("unrolled-n, live" 19)
set ytics add ("init-only, live" 20)
set ytics add ("u64-mask, live" 21)
set ytics add ("v10-bitmap-fixed, live" 22)
array temp[5]
temp[1] = "warm"
temp[2] = "cold-data"
temp[3] = "cold-code"
temp[4] = "cold"
temp[5] = "walked-data"
xmin = 1.9932
xmax = 8096.5567
rows = 22
temps = 5
mask = "mpx"
load "temps.gp"
