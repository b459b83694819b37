# gnuplot -e "format='svg'" kmod-clear.plt (or png, pdf) draws ../kmod-clear.svg
file = "kmod-clear"
cpu = "QEMU TCG CPU version 2.5+"
how = "lane kmod, guest of QEMU TCG, 1 layouts"
unit = "instructions (exact)"
masks = 2
array mask[2]
mask[1] = "mpx"
mask[2] = "none"
content = "sse"
rows = 11
set ytics (\
  "xstate-bv" 1, \
  "v10-bitmap\n{/*0.75 clears nothing (bug as posted)}" 2, \
  "merged-memset" 3, \
  "unrolled" 4, \
  "init-only" 5, \
  "unrolled-cet" 6, \
  "u64-mask" 7, \
  "unrolled-n" 8, \
  "xrstor-init" 9, \
  "v10-bitmap-fixed" 10, \
  "u64-mask-in-use" 11)
notes = 0
footnotes = ""
xmin = 0.0000
xmax = 302.0000
load "clear.gp"
