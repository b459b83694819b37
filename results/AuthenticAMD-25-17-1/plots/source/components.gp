# SPDX-License-Identifier: GPL-2.0-only
# Above: cost. Below: difference to the reference, in which the strategies can
# be told apart; at its bottom where they cross, a line and its interval each.
facts = "INIT, fpu none; bar: 95% interval"
height = 108
load "style.gp"
array type[3] = [5, 6, 9]
array dash[3] = [2, 1, 4]
strategies = 3
set multiplot
set lmargin at screen 0.13
set rmargin at screen 0.97
set xrange [-0.4 : most + 0.4]
set yrange [0 : *]
set xtics 0, 2, most
set grid ytics linetype 1 linecolor "#d0d0d0" linewidth 0.5
set key top left Left reverse samplen 3.5 font ",6"
set tmargin at screen 1 - 13. / height
set bmargin at screen 0.48
set ylabel unit offset 1.2, 0
set format x ""
shift(i) = (i - 2) * 0.12
plot for [i = 1:strategies] file.".dat" index i - 1 using 1:2 with lines linecolor "black" \
		dashtype dash[i] linewidth 0.8 notitle, \
	for [i = 1:strategies] file.".dat" index i - 1 using 1:2 with points linecolor "black" \
		linewidth 0.8 pointtype type[i] pointsize 0.4 * points notitle, \
	for [i = 1:strategies * hovering] file.".dat" index i - 1 using 1:2:(sprintf("%.1f", $2)) @hover_style, \
	for [i = 1:strategies] keyentry with linespoints linecolor "black" dashtype dash[i] linewidth 0.8 \
		pointtype type[i] pointsize 0.4 * points title name[i]
unset label 1; unset label 2; unset label 3
unset key
set tmargin at screen 0.44
set bmargin at screen 9. / height
set format x "%g"
set yrange [* : *]
set xlabel "components in the mask" offset 0, 0.4
set ylabel "difference to ".reference
set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead linecolor "black" linewidth 0.6
do for [c = 1:crossings] {
	line = 0.05 + 0.06 * (crossings - c)
	set label 10 + c sprintf("%d", c) at first crossing_hi[c], graph line left offset 0.6, 0 front font ",5.5"
	set label 30 + c "" at first crossing_n[c], graph line front point pointtype 7 pointsize 0.35 * points
	set arrow 10 + c from first crossing_lo[c], graph line to first crossing_hi[c], graph line heads size graph 0.008, 90 front \
		linecolor "black" linewidth 1
	set label 20 + c sprintf("%d: %s", c, crossing[c]) at graph 0.02, 1 - 0.065 * c front font ",5.5"
}
if (crossings == 0) { set label 10 "no crossing within this range" at graph 0.02, 0.94 font ",5.5" }
difference = "for [i = 1:strategies] file.'.dat' index i - 1 using ($1 + shift(i)):4"
plot @difference with lines linecolor "black" dashtype dash[i] linewidth 0.8, \
	for [i = 1:strategies] file.".dat" index i - 1 using ($1 + shift(i)):($4 - $5):(0):(2 * $5) \
		with vectors nohead linecolor "black" linewidth 1, \
	@difference with points linecolor "black" linewidth 0.8 pointtype type[i] pointsize 0.4 * points
unset multiplot
