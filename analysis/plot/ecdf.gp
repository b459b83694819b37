# SPDX-License-Identifier: GPL-2.0-only
# A panel for each variant: its own blocks in black, all others in grey.
facts = sprintf("INIT, fpu none, mask %s, content %s; grey: the other variants", mask, content)
columns = 3
lines = int(ceil(rows / real(columns)))
height = 23 + 19 * lines
load "style.gp"
left = 0.095
right = 0.985
top = 1 - 12. / height
bottom = 9. / height
wide = (right - left) / columns
high = (top - bottom) / lines
set multiplot
set xrange [xmin : xmax]
set yrange [0 : 1.02]
set xtics step((xmax - xmin) / 3.5)
set ytics 0, 0.5, 1
set style textbox opaque noborder fillcolor "white" margins 0.3, 0.3
unset key
broken(text) = strstrt(text, " (") ? text[1:strstrt(text, " (") - 1]."\n".text[strstrt(text, " (") + 1:*] : text
set label 12 unit at screen 0.5, screen 2. / height center
set label 13 "fraction of blocks" at screen 0.018, screen (top + bottom) / 2 center rotate
do for [i = 1:rows] {
	column = (i - 1) % columns
	line = (i - 1) / columns
	set lmargin at screen left + column * wide + 0.012
	set rmargin at screen left + (column + 1) * wide - 0.012
	set tmargin at screen top - line * high - 4.5 / height
	set bmargin at screen top - (line + 1) * high + 2 / height
	set format y (column == 0 ? "%g" : "")
	set format x (i + columns > rows ? "%g" : "")
	set label 14 name[i] at graph 0, 1 offset 0, 0.5 font ":Bold,6"
	set label 15 (beyond[i] > 0 ? sprintf("%d beyond", beyond[i]) : "") at graph 0.97, 0.5 right front boxed font ",5"
	set label 16 broken(bug[i]) at graph 0.97, 0.35 right front boxed font ",4.8"
	plot for [j = 1:rows] file.".dat" index j - 1 using 1:2 with steps linetype 1 linecolor "#b8b8b8" linewidth 0.5, \
		"" index i - 1 using 1:2 with steps linetype 1 linecolor "black" linewidth 1.2
	unset label 1; unset label 2; unset label 3
	unset label 12
	unset label 13
}
unset multiplot
