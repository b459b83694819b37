#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# A kernel without XSAVE: said, not crashed into. Tried in an emulated machine.

@test "without XSAVE the user lane says so and what to look for" {
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64"
	run make -s "${B:-build}/initbench-static" "B=${B:-build}"
	[ "$status" = 0 ]
	run scripts/vm run --append noxsave --out "$BATS_TEST_TMPDIR" -- initbench run --quick
	[ "$status" = 2 ]
	[[ $output == *"no XSAVE"*noxsave* ]]
}
