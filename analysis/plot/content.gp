# SPDX-License-Identifier: GPL-2.0-only
# Put and load against what the registers hold; the bar is the interval.
facts = "put and load alone; bar: 95% interval"
height = 31 + 8 * rows
load "style.gp"
set errorbars 0.7
set lmargin at screen 0.25
set rmargin at screen 0.97
set tmargin at screen 1 - 13. / height
set bmargin at screen 15. / height
set yrange [rows + 0.6 : 0.4]
set xrange [0 : 1.06 * xmax]
set xlabel unit offset 0, 0.5
set ytics scale 0
set key at screen 0.57, screen 3.5 / height center center horizontal maxrows 1 Left reverse samplen 1.6 font ",6"
plot file.".dat" index 0 using (0):1:(0):2:($1 - 0.36):($1 - 0.02) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "#c8c8c8" title "put", \
	"" index 1 using (0):1:(0):2:($1 + 0.02):($1 + 0.36) with boxxyerror \
		fillstyle pattern 4 border linecolor "black" linewidth 0.5 fillcolor "black" title "load", \
	"" index 0 using 2:($1 - 0.19):3:4 with xerrorbars linecolor "black" linewidth 1 pointtype 0 notitle, \
	"" index 1 using 2:($1 + 0.19):3:4 with xerrorbars linecolor "black" linewidth 1 pointtype 0 notitle, \
	for [h = 0:2 * hovering - 1] "" index h using 2:($1 - 0.19 + 0.38 * h):(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
