#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A line for each variant's object: its symbol, the bytes of its two functions,
# each with the helpers that the file did not inline, a checksum of its code as
# compiled (not yet linked, so without addresses), and where the file's code
# begins and ends, from the first of the two functions. What compilers put before
# functions (__cfi_ of kCFI, __pfx_ of padding) is none.
set -e
for object; do
	name=$(basename "$object" .o)
	code=$(${OBJDUMP:-objdump} -d -r "$object" | sed 1,3d | cksum)
	${NM:-nm} -S --defined-only -t d "$object" | awk -v name="$name" -v code="${code%% *}" '
	NF == 4 && tolower($3) == "t" && $4 !~ /\.cold$|^__(cfi|pfx)_/ {
		if ($4 == name "_clear") { clear = $2; at = $1 }
		else if ($4 == name "_putload") putload = $2
		else helpers += $2
		if (from == "" || $1 + 0 < from) from = $1 + 0
		if ($1 + $2 > to) to = $1 + $2
	}
	END { printf "IB_LIST(%s, %d, %d, %sU, %d, %d)\n", name, clear + helpers,
		     putload + helpers, code, from - at, to - at }'
done
