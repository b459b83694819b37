# SPDX-License-Identifier: GPL-2.0-only
# A row's difference with its interval; the band is what was declared the same.
load "compare.data"
file = "forest"
height = 30 + 8 * rows
how = sprintf("%s to %s", base, patch)
facts = delta > 0 ? sprintf("95%% CI, all rows jointly; band: within %g is the same", delta) : "95% CI, all rows jointly"
load "style.gp"
# An interval without an end reaches to the edge; a row that is invalid has none.
known(x, otherwise) = abs(x) < 1e29 ? x : otherwise
stats $row using (known($3, known($2, 0))) name "lo" nooutput
stats $row using (known($4, known($2, 0))) name "hi" nooutput
set tmargin at screen 1 - 13. / height
set xlabel sprintf("%s, patch - base", unit)
set yrange [rows + 0.5 : 0.2]
unset ytics
set style textbox opaque noborder fillcolor "white" margins 0.2, 0.2
set border 1
set lmargin at screen 0.05
set rmargin at screen 0.95
do for [i = 1:rows] {
	set label 10 + i name[i] at graph 0, first i - 0.4 front boxed font ":Bold,5.2"
	set label 10 + rows + i verdict[i] at graph 1, first i - 0.4 right front boxed font ",5.2"
}
low = lo_min < -delta ? lo_min : -delta
high = hi_max > delta ? hi_max : delta
room = high > low ? 0.08 * (high - low) : 1.
left = low - room
right = high + room
set xrange [left : right]
set xtics step((high - low + 2 * room) / 4)
set arrow 1 from 0, graph 0 to 0, graph 1 nohead linecolor "black" linewidth 0.6
if (delta > 0) set object 1 rectangle from -delta, graph 0 to delta, graph 1 fillcolor "#e4e4e4" fillstyle solid noborder behind
unset key
plot $row using (known($2, NaN)):1:(known($3, left)):(known($4, right)) with xerrorbars pointtype 7 pointsize 0.35 * points linecolor "black"
