# SPDX-License-Identifier: GPL-2.0-only
# One question on many CPUs: a panel for each, all on the same axes; the bar is
# the interval.
facts = sprintf("INIT, fpu %s, mask %s, content %s; bar: 95%% interval", fpu, mask, content)
height = 24 + panels * (5 + 4.7 * rows) + 2.6 * notes
load "style.gp"
top = 1 - 12. / height
bottom = (12 + 2.6 * notes) / height
panel = (top - bottom) / panels
set multiplot
set errorbars 0.7
set yrange [rows + 0.7 : 0.3]
set xrange [xmin - 0.02 * xmax : 1.06 * xmax]
set xtics step(xmax / 4)
set ytics scale 0
set lmargin at screen 0.35
set rmargin at screen 0.97
unset key
set label 13 footmarks at screen 0.35, screen (0.8 + 2.6 * notes) / height left font ":Italic,5"
set label 23 footnotes at screen 0.372, screen (0.8 + 2.6 * notes) / height left font ",5"
do for [p = 1:panels] {
	set tmargin at screen top - (p - 1) * panel - 4. / height
	set bmargin at screen top - p * panel
	set label 12 name[p] at graph 0, 1 left offset 0, 0.5 font ":Bold,6"
	set format x ""
	if (p == panels) {
		set format x "%g"
		set xlabel unit offset 0, 0.5
	}
	plot file.".dat" index p - 1 using 2:1:3:4 with xerrorbars linecolor "black" linetype 1 \
			linewidth 1 pointtype 7 pointsize 0.42 * points, \
		"" index p - 1 using 2:1:(strcol(5)) with labels left offset 0.7, 0 font ":Italic,5", \
		for [h = 1:hovering] "" index p - 1 using 2:1:(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
	unset label 1; unset label 2; unset label 3
	unset label 13
	unset label 23
}
unset multiplot
