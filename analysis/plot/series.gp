# SPDX-License-Identifier: GPL-2.0-only
# Cost along a series: instructions of each operation more than the base's, by commit.
# Called with data='FILE', what 'initbench series --format gnuplot' prints.
load data
set terminal svg size 800, 480 noenhanced font "sans,12" background "white"
set output "series.svg"
set title sprintf("Instructions along the series, emulated by %s", host)
set ylabel "instructions more than the base"
set xlabel "commit"
set xrange [-0.5 : commits - 0.5]
set xtics rotate by 45 right
set key outside below
set grid ytics
plot for [i = 1:|name|] $commit using 1:(column(i + 3)):xtic(substr(strcol(2), 1, 8)) with steps linewidth 2 title name[i]
