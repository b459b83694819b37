# SPDX-License-Identifier: GPL-2.0-only
# A point type for each temperature; the bar is the interval.
facts = sprintf("INIT, mask %s; bar: 95%% interval; live: with put and load", mask)
height = 33 + 5.4 * rows
load "style.gp"
array type[5] = [7, 5, 9, 13, 1]
set lmargin at screen 0.33
set rmargin at screen 0.97
set tmargin at screen 1 - 13. / height
set bmargin at screen 16. / height
set yrange [rows + 0.6 : 0.4]
set logscale x
set xrange [xmin : xmax]
set xlabel unit offset 0, 0.5
set key at screen 0.6, screen 4.5 / height center center horizontal maxrows 1 Left reverse samplen 1 width -1 font ",5.4"
set ytics scale 0
set grid xtics mxtics linetype 1 linecolor "#d0d0d0" linewidth 0.5, linetype 1 linecolor "#ececec" linewidth 0.4
do for [i = 1:rows - 1] {
	set arrow from graph 0, first i + 0.5 to graph 1, first i + 0.5 nohead linecolor "#d0d0d0" linewidth 0.5
}
at(k) = (k - (temps + 1) / 2.) * 0.14
plot for [k = 1:temps] file.".dat" index k - 1 using 2:($1 + at(k)):3:4 with xerrorbars \
		linecolor "black" linetype 1 linewidth 1.2 pointtype 0 notitle, \
	for [k = 1:temps] file.".dat" index k - 1 using 2:($1 + at(k)) with points \
		linecolor "black" linewidth 0.8 pointtype type[k] pointsize 0.42 * points title temp[k], \
	for [k = 1:temps] file.".dat" index k - 1 using 2:($1 + at(k)):(strcol(8)) \
		with labels left offset 0.7, 0 font ":Italic,5" notitle, \
	for [k = 1:temps * hovering] file.".dat" index k - 1 using 2:($1 + at(k)):(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
