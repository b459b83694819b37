# SPDX-License-Identifier: GPL-2.0-only
# A point for each layout; thick: interval of the midmean, thin: the middle 90 %.
facts = sprintf("INIT, fpu none, mask %s; a point a layout; thick: 95%% interval", mask)
height = 31 + 6.5 * rows
load "style.gp"
set lmargin at screen 0.35
set rmargin at screen 0.97
set tmargin at screen 1 - 13. / height
set bmargin at screen 11. / height
set yrange [rows + 0.6 : 0.4]
set xrange [-0.08 * xmax : 1.02 * xmax]
set xlabel unit offset 0, 0.5
set ytics scale 0
unset key
# The same point is always as high: a plot drawn twice is the same.
spread(i) = 0.22 * (2 * ((i * 0.618034) - floor(i * 0.618034)) - 1)
plot file.".dat" index 0 using 2:($1 + spread($0) + 0.08) with points pointtype 7 pointsize 0.16 * points linecolor "#909090", \
	"" index 1 using 2:($1 - 0.3):5:6 with xerrorbars linecolor "black" linetype 1 linewidth 0.7 pointtype 0, \
	"" index 1 using 2:($1 - 0.3):3:4 with xerrorbars linecolor "black" linetype 1 linewidth 2.4 pointtype 0, \
	"" index 1 using 2:($1 - 0.3) with points linecolor "black" pointtype 9 pointsize 0.4 * points, \
	for [h = 1:hovering] "" index 1 using 2:($1 - 0.3):(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
