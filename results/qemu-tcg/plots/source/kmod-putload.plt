# gnuplot -e "format='svg'" kmod-putload.plt (or png, pdf) draws ../kmod-putload.svg
file = "kmod-putload"
cpu = "QEMU TCG CPU version 2.5+"
how = "lane kmod, guest of QEMU TCG, 1 layouts"
unit = "instructions (exact)"
masks = 1
array mask[1]
mask[1] = "mpx"
content = "sse"
rows = 11
set ytics (\
  "xrstor-init" 1, \
  "xstate-bv" 2, \
  "v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 3, \
  "merged-memset" 4, \
  "init-only" 5, \
  "unrolled" 6, \
  "unrolled-cet" 7, \
  "u64-mask" 8, \
  "unrolled-n" 9, \
  "u64-mask-in-use" 10, \
  "v10-bitmap-fixed" 11)
notes = 0
footnotes = ""
xmax = 603.0000
load "putload.gp"
