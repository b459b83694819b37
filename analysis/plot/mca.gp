# SPDX-License-Identifier: GPL-2.0-only
# A square for each variant and model: above what the busiest resource takes,
# below one pass; the darker, the dearer beside the thread's cheapest form.
how = sprintf("llvm-mca %s on the instructions that %s executes", llvm, traced)
facts = sprintf("INIT, fpu none, mask %s; above: busiest resource, below: one pass", mask)
height = 39 + 5.6 * rows
remark_size = 0.66
load "style.gp"
set lmargin at screen 0.29
set rmargin at screen 0.985
set tmargin at screen 1 - 13. / height
set bmargin at screen 23. / height
set label 12 "shade: busiest resource, beside the cheapest of unrolled, u64-mask, v10-bitmap-fixed on that model" \
	at screen 0.5, screen 2.5 / height center font ",4.6"
unset grid
unset key
unset colorbox
set border 0
set xtics scale 0 rotate by 40 right offset 0, -0.1
set ytics scale 0 font ",6"
set xrange [0.5 : models + 0.5]
set yrange [rows + 0.5 : 0.5]
set palette defined (0 "#ffffff", 1 "#a0a0a0")
set cbrange [0 : 2]
clip(x) = x > 2 ? 2 : x < 0 ? 0 : x
plot file.".dat" using 1:2:($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):(clip($5)) with boxxyerror \
		fillstyle solid border linecolor "white" fillcolor palette, \
	"" using 1:2:(sprintf("%.0f\n%.0f", $3, $4)) with labels offset 0, 0.25 font ",4.6", \
	for [h = 1:hovering] "" using 1:2:(sprintf("%s, %s: busiest resource %.1f, one pass %.0f", strcol(7), strcol(6), $3, $4)) @hover_style
