# SPDX-License-Identifier: GPL-2.0-only
# A panel for each row: the difference of each unit, in the order of measuring.
load "compare.data"
file = "blocks"
height = 22 + 17 * rows
how = sprintf("%s to %s", base, patch)
facts = sprintf("difference of each of the %s; line: estimate, grey: interval", units)
load "style.gp"
stats $unit using 1 name "all" nooutput
set multiplot
unset key
set label 12 sprintf("difference in %s", unit) at screen 0.025, screen 0.45 center rotate
set lmargin at screen 0.14
set rmargin at screen 0.97
do for [i = 1:rows] {
	set tmargin at screen 1 - (14. + 17 * (i - 1) + 4) / height
	set bmargin at screen 1 - (14. + 17 * i - 1) / height
	set xrange [* : *]
	set yrange [* : *]
	stats $row using 2 every ::i - 1::i - 1 name "d" nooutput
	stats $row using 3 every ::i - 1::i - 1 name "l" nooutput
	stats $row using 4 every ::i - 1::i - 1 name "h" nooutput
	stats $unit index i - 1 using 4 name "u" nooutput
	span = u_max > u_min ? u_max - u_min : 1
	set xrange [0 : all_max + 1]
	set yrange [u_min - 0.1 * span : u_max + 0.1 * span]
	set ytics step(span / 2.5)
	set format x (i == rows ? "%g" : "")
	set label 13 name[i] at graph 0, 1 offset 0, 0.5 font ":Bold,5.5"
	set label 14 verdict[i] at graph 1, 1 right offset 0, 0.5 font ",5.5"
	set object 1 rectangle from graph 0, first (l_min > u_min - 0.1 * span ? l_min : u_min - 0.1 * span) to graph 1, first (h_min < u_max + 0.1 * span ? h_min : u_max + 0.1 * span) fillcolor "#d8d8d8" fillstyle solid noborder behind
	plot $unit index i - 1 using ($1 > 0 ? $1 : NaN):4 with points pointtype 7 pointsize 0.25 * points linecolor "black", \
		d_min with lines linecolor "black" linewidth 0.7
	unset label 1; unset label 2; unset label 3
	unset label 12
}
unset multiplot
