#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A line for each variant's object: its symbol, the bytes of its two functions,
# each with the helpers that the file did not inline, and where the file's code
# begins and ends, from the first of them.
set -e
for object; do
	name=$(basename "$object" .o)
	${NM:-nm} -S --defined-only -t d "$object" | awk -v name="$name" '
	NF == 4 && tolower($3) == "t" && $4 !~ /\.cold$/ {
		if ($4 == name "_clear") { clear = $2; at = $1 }
		else if ($4 == name "_putload") putload = $2
		else helpers += $2
		if (from == "" || $1 + 0 < from) from = $1 + 0
		if ($1 + $2 > to) to = $1 + $2
	}
	END { printf "IB_LIST(%s, %d, %d, %d, %d)\n", name, clear + helpers, putload + helpers,
		     from - at, to - at }'
done
