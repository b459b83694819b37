# SPDX-License-Identifier: GPL-2.0-only
# What all plots share: a column's width (88 mm), black on white, nothing told
# by colour alone. Needs: file, format, height (in mm), facts.
if (!exists("format")) format = "svg"
mm = 1 / 25.4
# The terminals differ in what a point size of 1 is.
points = format eq "svg" || format eq "hover" ? 1.5 : 1
width = 88.
if (!exists("suffix")) suffix = ""
if (!exists("out")) out = sprintf("../%s%s.%s", file, suffix, format)
set output out
# "hover" is SVG for the HTML page: values show where the pointer is.
hovering = format eq "hover"
hover_style = 'with labels hypertext point pointtype 7 pointsize 1.2 linecolor rgb "#FF000000" notitle'
if (format eq "svg" || format eq "hover") \
	set terminal svg size 5 * width, int(5 * height) noenhanced font "DejaVu Sans,Verdana,sans-serif,11" background "white" linewidth 1.2
if (format eq "png") \
	set terminal pngcairo size int(300 * width * mm), int(300 * height * mm) noenhanced font "sans,6.3" fontscale 3.1 linewidth 3 pointscale 3 background "white"
if (format eq "pdf") \
	set terminal pdfcairo size width * mm, height * mm noenhanced font "sans,6.3" fontscale 1 linewidth 1 pointscale 1 background "white"
set encoding utf8
set pointintervalbox 0
set border 3 linewidth 0.8
set tics nomirror out scale 0.6 offset 0, 0.2
set ytics offset 0, 0
set grid xtics linetype 1 linecolor "#d0d0d0" linewidth 0.5
set errorbars 0
# Nothing is markup: each text has the font of its label. The terminals' letters:
letters = format eq "svg" || format eq "hover" ? 11 : 6.3
face(size, style) = sprintf("%s,%g", style, letters * size)
set label 1 cpu at screen 0.5, screen 1 - 3. / height center font face(1, ":Bold")
set label 2 how at screen 0.5, screen 1 - 3. / height center offset 0, -1 font face(0.85, "")
set label 3 facts at screen 0.5, screen 1 - 3. / height center offset 0, -2 font face(0.85, "")
# Remarks stand below names at the y axis.
if (!exists("remarks")) remarks = 0
if (!exists("remark_size")) remark_size = 0.75
do for [n = 1:remarks] {
	set label 100 + n value(sprintf("remark_%d", n)) at graph 0, first value(sprintf("remark_at_%d", n)) \
		right offset -0.8, -0.55 font face(remark_size, "")
}
if (exists("source")) set label 4 source at screen 0.99, screen 1.4 / height right font face(0.6, "")
# A step of the x axis that leaves room for the numbers.
power(x) = 10 ** floor(log10(x))
step(raw) = power(raw) * (raw < 1.5 * power(raw) ? 1 : raw < 3.5 * power(raw) ? 2 : raw < 7.5 * power(raw) ? 5 : 10)
