#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Every fuzz target, for some seconds: each finds nothing, and gets somewhere.

setup() { dir=$BATS_TEST_TMPDIR; }

@test "some seconds of damaged files, records and texts through each reader and writer" {
	for target in record results tables report encode; do
		[ -x "${B:-build}/fuzz_$target" ] ||
			skip "no ${B:-build}/fuzz_$target; it needs clang with libFuzzer, and 'make check-slow' builds it"
		rm -f "$dir/out"
		run scripts/fuzz --seconds 5 $target --out "$dir/out"
		echo "$output"
		[ "$status" = 0 ]
		[ "$(sed 's/.*"executions":\([0-9]*\).*/\1/' "$dir/out")" -gt 100 ]
	done
}
