# SPDX-License-Identifier: GPL-2.0-only
# What of a reset with live state is put, clear and load: a bar for each CPU, the variants in groups.
facts = sprintf("INIT, mask %s, content %s; white: %s", mask, content, white)
height = 27 + 4.6 * bars + 2.4 * (rows - 1)
load "style.gp"
set lmargin at screen 0.24
set rmargin at screen 0.97
set tmargin at screen 1 - 12. / height
set bmargin at screen 14. / height
set yrange [ymax : 0.2]
set xrange [0 : 1.3 * xmax]
set xtics step(xmax / 4)
set ytics scale 0
set xlabel unit offset 0, 0.5
set key at screen 0.6, screen 2.5 / height center center horizontal maxrows 1 Left reverse samplen 1.4 font ",6"
low(y) = y - 0.4
high(y) = y + 0.4
plot file.".dat" using (0):1:(0):2:(low($1)):(high($1)) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "#c8c8c8" title "put", \
	"" using (0):1:2:($2 + $3):(low($1)):(high($1)) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "black" title "clear", \
	"" using (0):1:($2 + $3):($2 + $3 + $4):(low($1)):(high($1)) with boxxyerror \
		fillstyle pattern 4 border linecolor "black" linewidth 0.5 fillcolor "black" title "load", \
	"" using (0):1:($2 + $3 + $4):5:(low($1)):(high($1)) with boxxyerror \
		linecolor "black" linewidth 0.5 fillstyle empty border linecolor "black" title "rest", \
	"" using 5:1:(sprintf("%s: %.0f", strcol(7), $5)) with labels left offset 0.6, 0 font ",5.5" notitle, \
	for [h = 1:hovering] "" using ($2 + $3 / 2):1:(sprintf("put %.1f, clear %.1f, load %.1f; all %.1f", $2, $3, $4, $5)) \
		@hover_style
