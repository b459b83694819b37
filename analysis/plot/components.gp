# SPDX-License-Identifier: GPL-2.0-only
# Above: cost. Below: difference to the reference, in which the strategies can
# be told apart; where they cross is marked.
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
	set label 10 + c sprintf("%d", c) at crossing_n[c], crossing_y[c] center offset 0, (c % 2 ? 1.1 : -1.1) \
		front font ",5.5" point pointtype 6 pointsize 1.2 * points linewidth 1.2
	set arrow 10 + c from crossing_lo[c], crossing_y[c] to crossing_hi[c], crossing_y[c] nohead front linecolor "#606060" linewidth 2.2
	set label 20 + c sprintf("%d: %s", c, crossing[c]) at graph 0.02, 1 - 0.065 * c front font ",5.5"
}
if (crossings == 0) { set label 10 "no crossing within this range" at graph 0.02, 0.94 font ",5.5" }
difference = "for [i = 1:strategies] file.'.dat' index i - 1 using ($1 + shift(i)):4"
plot @difference with lines linecolor "black" dashtype dash[i] linewidth 0.8, \
	for [i = 1:strategies] file.".dat" index i - 1 using ($1 + shift(i)):($4 - $5):(0):(2 * $5) \
		with vectors nohead linecolor "black" linewidth 1, \
	@difference with points linecolor "black" linewidth 0.8 pointtype type[i] pointsize 0.4 * points
unset multiplot
