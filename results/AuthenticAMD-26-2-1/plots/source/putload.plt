# gnuplot -e "format='svg'" putload.plt (or png, pdf) draws ../putload.svg
file = "putload"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
masks = 3
array mask[3]
mask[1] = "mpx"
mask[2] = "cet"
mask[3] = "mpx+cet"
content = "sse"
rows = 11
set ytics (\
  "xrstor-init" 1, \
  "xstate-bv" 2, \
  "v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 3, \
  "merged-memset" 4, \
  "unrolled-cet" 5, \
  "unrolled" 6, \
  "u64-mask-in-use" 7, \
  "unrolled-n" 8, \
  "init-only" 9, \
  "u64-mask" 10, \
  "v10-bitmap-fixed" 11)
notes = 2
footnotes = "{/:Italic a}  clears nothing of the mask\n{/:Italic b}  clears bndregs+bndcsr of the mask"
xmax = 1138.8087
load "putload.gp"
