# SPDX-License-Identifier: GPL-2.0-only
# A point for each component, the smallest first; a ring: what the model of
# several components says.
facts = sprintf("INIT, fpu none, %s; one component, its bytes; bar: 95%% interval; ring: model", variant)
height = 27 + 4.4 * rows
load "style.gp"
set lmargin at screen 0.27
set rmargin at screen 0.94
set tmargin at screen 1 - 13. / height
set bmargin at screen 10. / height
set yrange [rows + 0.6 : 0.4]
set logscale x
set grid xtics mxtics linetype 1 linecolor "#d0d0d0" linewidth 0.5, linetype 1 linecolor "#ececec" linewidth 0.4
set ytics scale 0
set xlabel unit offset 0, 0.5
unset key
plot file.".dat" using 2:1:3:4 with xerrorbars linecolor "black" linetype 1 linewidth 1.2 pointtype 7 pointsize 0.35 * points, \
	"" using 5:1 with points linecolor "black" linewidth 0.8 pointtype 6 pointsize 0.7 * points, \
	for [h = 1:hovering] "" using 2:1:(sprintf("%.1f [%.1f, %.1f]", $2, $3, $4)) @hover_style
