# SPDX-License-Identifier: GPL-2.0-only
# A panel for each row: what share of the units was as cheap, base and patch.
load "compare.data"
file = "ecdf"
columns = 2
lines = int(ceil(rows / real(columns)))
height = 26 + 26 * lines
how = sprintf("base %s: grey and thick; patch %s: black", base, patch)
facts = sprintf("distribution of the %s of each arm", units)
load "style.gp"
set multiplot
unset key
set ytics 0, 0.5, 1
set label 12 unit at screen 0.5, screen 2.5 / height center
do for [i = 1:rows] {
	column = (i - 1) % columns
	line = (i - 1) / columns
	set lmargin at screen 0.08 + 0.47 * column
	set rmargin at screen 0.08 + 0.47 * column + 0.4
	set tmargin at screen 1 - (14. + 26 * line + 5) / height
	set bmargin at screen 1 - (14. + 26 * (line + 1) - 4) / height
	set xrange [* : *]
	set yrange [* : *]
	stats $unit index i - 1 using 2 name "b" nooutput
	stats $unit index i - 1 using 3 name "p" nooutput
	low = b_min < p_min ? b_min : p_min
	high = b_max > p_max ? b_max : p_max
	room = high > low ? 0.05 * (high - low) : 1
	set yrange [0 : 1.02]
	set xrange [low - room : high + room]
	set xtics step((high - low + 2 * room) / 3)
	set label 13 name[i] at graph 0, 1 offset 0, 0.5 font ":Bold,5.5"
	plot $unit index i - 1 using 2:(1. / b_records) smooth cumulative with steps linecolor "#909090" linewidth 2.5, \
		$unit index i - 1 using 3:(1. / p_records) smooth cumulative with steps linecolor "black"
	unset label 1; unset label 2; unset label 3
	unset label 12
}
unset multiplot
