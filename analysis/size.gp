# SPDX-License-Identifier: GPL-2.0-only
# A point for each component; a ring: what the model of several components says.
facts = sprintf("INIT, fpu none, %s; one component; bar: 95%% interval; ring: the model", variant)
height = 84
load "style.gp"
set lmargin at screen 0.13
set rmargin at screen 0.97
set tmargin at screen 1 - 13. / height
set bmargin at screen 11. / height
set label 1 heading at screen 0.5, screen 1 - 3. / height center
set logscale x 2
set xrange [xmin : xmax]
set yrange [0 : *]
set offsets 0, 0, graph 0.08, 0
set grid ytics linetype 1 linecolor "#d0d0d0" linewidth 0.5
set xlabel "bytes of the component" offset 0, 0.5
set ylabel unit offset 1.2, 0
unset key
plot file.".dat" using 1:2:3:4 with yerrorbars linecolor "black" linetype 1 linewidth 1.2 pointtype 7 pointsize 0.35 * points, \
	"" using 1:5 with points linecolor "black" linewidth 0.8 pointtype 6 pointsize 0.7 * points, \
	"" using 1:2:(strcol(6)) with labels left offset 0.5, 0.35 font ",4.6" noenhanced
