# gnuplot -e "format='svg'" layout.plt (or png, pdf) draws ../layout.svg
file = "layout"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
rows = 11
set ytics (\
  "xstate-bv" 1, \
  "v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 2, \
  "merged-memset" 3, \
  "unrolled" 4, \
  "init-only" 5, \
  "unrolled-cet" 6, \
  "u64-mask-in-use" 7, \
  "xrstor-init" 8, \
  "u64-mask" 9, \
  "unrolled-n" 10, \
  "v10-bitmap-fixed" 11)
mask = "mpx"
content = "sse"
xmax = 44.2383
load "layout.gp"
