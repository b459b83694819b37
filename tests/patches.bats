#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The figures of patches/, as tables and in the report. tests/slow/patches.bats has the series.

bats_require_minimum_version 1.5.0

setup()
{
	top=$BATS_TEST_DIRNAME/..
	I=$top/${B:-build}/initbench
	cd "$BATS_TEST_TMPDIR" || return
	mkdir -p results patches
	cp -r "$top/patches/figures" patches/
}

@test "kernels: of branches, the base comes first and each has its difference; none is a kernel" {
	run -0 "$I" kernels patches/figures/qemu-tcg-*.jsonl
	echo "$output"
	[[ ${lines[0]} = "Linux 7.2"*" on qemu-tcg, INIT clears mpx:" ]]
	[[ ${lines[4]} =~ ^u64-mask-in-use\ +[0-9]+\ +\+0\  ]]
	[[ $output =~ xrstor-init\ +[0-9]+\ +-[0-9]+\  ]]
	[[ $output != *"host qemu-tcg: exact"* ]]
}

@test "report: the series is cited with the counts of its file, and not where there are none" {
	cp -r "$top/results/AuthenticAMD-25-17-1" "$top/results/qemu-tcg" results/
	run -0 "$I" report
	grep -q 'as a kernel series' REPORT.md
	rm -r patches
	run -0 "$I" report
	run ! grep 'as a kernel series' REPORT.md
}

@test "report: a series that leaves a wrong state is not cited" {
	cp -r "$top/results/AuthenticAMD-25-17-1" results/
	sed -i '/"variant":"kernel:init-used"/s/"verdict":"ok"/"verdict":"wrong"/' patches/figures/*-xrstor-init.jsonl
	run -0 "$I" report
	run ! grep 'as a kernel series' REPORT.md
}
