# gnuplot -e "format='svg'" layout.plt (or png, pdf) draws ../layout.svg
file = "layout"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of bhyve by CPUID, KVM by the kernel's clock, 59 layouts"
unit = "core cycles (calibrated)"
rows = 11
set ytics (\
  "xstate-bv" 1, \
  "v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 2, \
  "merged-memset" 3, \
  "unrolled" 4, \
  "init-only" 5, \
  "unrolled-cet" 6, \
  "u64-mask" 7, \
  "u64-mask-in-use" 8, \
  "unrolled-n" 9, \
  "xrstor-init" 10, \
  "v10-bitmap-fixed" 11)
mask = "mpx"
content = "sse"
xmax = 53.6485
load "layout.gp"
