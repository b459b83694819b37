# gnuplot -e "format='svg'" clear.plt (or png, pdf) draws ../clear.svg
file = "clear"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
masks = 4
array mask[4]
mask[1] = "mpx"
mask[2] = "cet"
mask[3] = "mpx+cet"
mask[4] = "none"
content = "sse"
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
notes = 2
footnotes = "{/:Italic a}  clears nothing of the mask\n{/:Italic b}  clears bndregs+bndcsr of the mask"
xmin = -1.8926
xmax = 104.7169
load "clear.gp"
