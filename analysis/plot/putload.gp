# SPDX-License-Identifier: GPL-2.0-only
# Put, clear, load stacked; a panel for each mask; the bar at the end is the
# interval of the whole.
facts = sprintf("INIT, fpu putload, content %s; bar: 95%% interval; white: no put, no load", content)
height = 28 + masks * (5 + 4.7 * rows) + 2.6 * notes
load "style.gp"
set errorbars 0.7
top = 1 - 12. / height
bottom = (16 + 2.6 * notes) / height
panel = (top - bottom) / masks
set multiplot
set yrange [rows + 0.7 : 0.3]
set xrange [0 : 1.04 * xmax]
set xtics step(xmax / 4)
set ytics scale 0
set boxwidth 0.64
set lmargin at screen 0.35
set rmargin at screen 0.97
low(y) = y - 0.32
high(y) = y + 0.32
set label 13 footmarks at screen 0.35, screen (0.8 + 2.6 * notes) / height left font ":Italic,5"
set label 23 footnotes at screen 0.372, screen (0.8 + 2.6 * notes) / height left font ",5"
do for [m = 1:masks] {
	set tmargin at screen top - (m - 1) * panel - 4. / height
	set bmargin at screen top - m * panel
	set label 12 "mask ".mask[m] at graph 0, 1 left offset 0, 0.5 font ":Bold,6"
	set format x ""
	unset key
	if (m == masks) {
		set format x "%g"
		set xlabel unit offset 0, 0.5
		set key at screen 0.66, screen (5. + 2.6 * notes) / height center center horizontal maxrows 1 Left reverse \
			samplen 1.4 font ",6"
	}
	plot file.".dat" index m - 1 using (0):1:(0):2:(low($1)):(high($1)) with boxxyerror \
			fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "#c8c8c8" title "put", \
		"" index m - 1 using (0):1:2:($2 + $3):(low($1)):(high($1)) with boxxyerror \
			fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "black" title "clear (rest)", \
		"" index m - 1 using (0):1:($2 + $3):($2 + $3 + $4):(low($1)):(high($1)) with boxxyerror \
			fillstyle pattern 4 border linecolor "black" linewidth 0.5 fillcolor "black" title "load", \
		"" index m - 1 using (0):1:(0):5:(low($1)):(high($1)) with boxxyerror linecolor "black" linewidth 0.7 \
			fillstyle empty border linecolor "black" title "whole", \
		"" index m - 1 using 6:1:7:8 with xerrorbars linecolor "black" linetype 1 linewidth 1 \
			pointtype 0 notitle, \
		"" index m - 1 using ($8 > 0 ? $8 : 0):1:(strcol(9)) with labels left offset 0.3, 0 font ":Italic,5" notitle, \
		for [h = 1:hovering] "" index m - 1 using 6:1:(sprintf("%.1f [%.1f, %.1f]", $6, $7, $8)) @hover_style
	unset label 1; unset label 2; unset label 3
	unset label 13
	unset label 23
}
unset multiplot
