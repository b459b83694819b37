# SPDX-License-Identifier: GPL-2.0-only
# Shares of the issue slots, stacked; less the empty call's.
facts = sprintf("INIT, mask %s; share of the issue slots; live: with put and load", mask)
height = 31 + 5.4 * rows
load "style.gp"
set lmargin at screen 0.33
set rmargin at screen 0.94
set tmargin at screen 1 - 13. / height
set bmargin at screen 15. / height
set yrange [rows + 0.6 : 0.4]
set xrange [0 : 1]
set xtics ("0" 0, "25%%" 0.25, "50%%" 0.5, "75%%" 0.75, "100%%" 1)
set ytics scale 0
set key at screen 0.5, screen 4.5 / height center center horizontal maxrows 1 Left reverse samplen 1.2 width -1 font ",5.4"
low(y) = y - 0.34
high(y) = y + 0.34
plot file.".dat" using (0):1:(0):2:(low($1)):(high($1)) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "black" title "retiring", \
	"" using (0):1:2:($2 + $3):(low($1)):(high($1)) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "#c8c8c8" title "front end", \
	"" using (0):1:($2 + $3):($2 + $3 + $4):(low($1)):(high($1)) with boxxyerror \
		fillstyle pattern 4 border linecolor "black" linewidth 0.5 fillcolor "black" title "bad speculation", \
	"" using (0):1:($2 + $3 + $4):($2 + $3 + $4 + $5):(low($1)):(high($1)) with boxxyerror \
		fillstyle solid 1 border linecolor "black" linewidth 0.5 fillcolor "white" title "back end", \
	for [h = 1:hovering] "" using (0.5):1:(sprintf("retiring %.1f%%, front end %.1f%%, bad speculation %.1f%%, back end %.1f%%", 100 * $2, 100 * $3, 100 * $4, 100 * $5)) @hover_style
