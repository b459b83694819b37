# gnuplot -e "format='svg'" size.plt (or png, pdf) draws ../size.svg
file = "size"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
set ytics ()
set ytics add ("hdc, 8" 1)
set ytics add ("pasid, 8" 2)
set ytics add ("pkru, 8" 3)
set ytics add ("cet_user, 16" 4)
set ytics add ("cet_kernel, 24" 5)
set ytics add ("uintr, 48" 6)
set ytics add ("bndcsr, 64" 7)
set ytics add ("bndregs, 64" 8)
set ytics add ("opmask, 64" 9)
set ytics add ("xtile_cfg, 64" 10)
set ytics add ("apx, 128" 11)
set ytics add ("ymm, 256" 12)
set ytics add ("zmm_hi256, 512" 13)
set ytics add ("lbr, 808" 14)
set ytics add ("hi16_zmm, 1024" 15)
set ytics add ("xtile_data, 8192" 16)
rows = 16
variant = "u64-mask"
load "size.gp"
