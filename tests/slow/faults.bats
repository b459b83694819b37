#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Every read, write, open, fsync, rename and mkdir of the commands that write results, reports
# and archives fails in turn, with ENOSPC and with EIO, in the command or in a child of it.

bats_require_minimum_version 1.5.0

setup_file()
{
	# shellcheck source=tests/faults.bash
	. "$BATS_TEST_DIRNAME/../faults.bash"
	faults_build "$BATS_TEST_DIRNAME/../.."
}

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	I=$(cd "$root" && realpath "${B:-build}")/initbench
	make_results=$root/tests/make-results
	# shellcheck source=tests/faults.bash
	. "$root/tests/faults.bash"
	faults_begin
}

@test "report: every call" {
	mkdir -p before/results/cpu
	"$make_results" layouts=8 >before/results/cpu/a.jsonl
	echo '{"results":[{"command":"initbench list","mean":0.01}]}' >before/results/cpu/bench-self.json
	cp before/results/cpu/bench-self.json before/results/cpu/kvm-storm.json
	for page in REPORT EVIDENCE results/STUDY results/METHOD results/cpu/README; do
		echo old >before/$page.md
	done
	every_call_fails 1 $EVERY "$I" report
}

@test "plot: every call" {
	command -v gnuplot >/dev/null || skip "no gnuplot; scripts/setup installs it"
	"$make_results" layouts=4 >before/a.jsonl
	mkdir -p before/plots/source
	echo old >before/plots/clear.svg
	every_call_fails 1 $EVERY "$I" plot a.jsonl --out plots
}
