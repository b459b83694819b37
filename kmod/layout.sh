#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# layout.sh SEED NAME..: a linker script that puts the code of NAME.o.. into a
# drawn order, with up to 4 KiB of padding before each, in steps of a function's
# alignment. Numbers by Park and Miller's minimal standard generator (Random
# number generators: good ones are hard to find, CACM 31, 1988), so that a seed
# is the same layout with every awk.
set -e
seed=$1
shift
awk -v seed="$seed" '
function below(n) { x = x * 16807 % 2147483647; return int(x / 2147483647 * n) }
BEGIN {
	x = seed % 2147483646 + 1
	for (i = 1; i < 9; i++) below(1)
	n = ARGC - 1
	for (i = n; i > 1; i--) {
		j = 1 + below(i)
		t = ARGV[i]; ARGV[i] = ARGV[j]; ARGV[j] = t
	}
	print "SECTIONS { .text : {"
	for (i = 1; i <= n; i++) printf "\t. += %d; *%s.o(.text)\n", 16 * below(256), "/" ARGV[i]
	print "\t*(.text)\n} }"
}' "$@"
