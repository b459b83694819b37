# SPDX-License-Identifier: GPL-2.0-only
# Cost of each variant, a point type for each mask; the thick bar is the
# interval, the thin line what layout does (one robust spread each way).
facts = sprintf("INIT, fpu none, content %s; bar: 95%% interval, thin: spread of the layouts", content)
height = 31 + 5.6 * rows + 2.6 * notes
load "style.gp"
array type[4] = [7, 5, 9, 1]
pitch = 0.2
at(m) = (m - (masks + 1) / 2.) * pitch
set lmargin at screen 0.35
set rmargin at screen 0.97
set tmargin at screen 1 - 13. / height
set bmargin at screen (16 + 2.6 * notes) / height
set label 12 footmarks at screen 0.35, screen (0.8 + 2.6 * notes) / height left font ":Italic,5"
set label 22 footnotes at screen 0.372, screen (0.8 + 2.6 * notes) / height left font ",5"
set yrange [rows + 0.6 : 0.4]
set xrange [xmin - 0.02 * xmax : 1.04 * xmax]
set xlabel unit offset 0, 0.5
set key at screen 0.66, screen (5.5 + 2.6 * notes) / height center center horizontal maxrows 1 Left reverse \
	samplen 1.2 width 1 font ",6"
set ytics scale 0
do for [i = 1:rows - 1] {
	set arrow from graph 0, first i + 0.5 to graph 1, first i + 0.5 nohead linecolor "#d0d0d0" linewidth 0.5
}
plot for [m = 1:masks] file.".dat" index m - 1 using 2:($1 + at(m)):($2 - $5):($2 + $5) with xerrorbars \
		linecolor "#808080" linetype 1 linewidth 0.5 pointtype 0 notitle, \
	for [m = 1:masks] file.".dat" index m - 1 using 2:($1 + at(m)):3:4 with xerrorbars \
		linecolor "black" linetype 1 linewidth 1.4 pointtype 0 notitle, \
	for [m = 1:masks] file.".dat" index m - 1 using 2:($1 + at(m)) with points \
		linecolor "black" linewidth 0.8 pointtype type[m] pointsize 0.42 * points title mask[m], \
	for [m = 1:masks] file.".dat" index m - 1 using 2:($1 + at(m)):(strcol(6)) \
		with labels left offset 0.7, 0 font ":Italic,5" notitle, \
	for [m = 1:masks * hovering] file.".dat" index m - 1 using 2:($1 + at(m)):(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
