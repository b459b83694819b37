#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A line for each variant's object: its symbol and the bytes of its two
# functions, each with the helpers that the file did not inline.
set -e
for object; do
	name=$(basename "$object" .o)
	${NM:-nm} -S --defined-only -t d "$object" | awk -v name="$name" '
	NF == 4 && tolower($3) == "t" {
		if ($4 == name "_clear") clear = $2
		else if ($4 == name "_putload") putload = $2
		else helpers += $2
	}
	END { printf "IB_LIST(%s, %d, %d)\n", name, clear + helpers, putload + helpers }'
done
