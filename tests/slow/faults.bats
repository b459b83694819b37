#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Every read, write, open, fsync, rename and mkdir of the commands that write results, reports
# and archives fails in turn, with ENOSPC and with EIO, in the command or in a child of it: one in
# INITBENCH_FAULT_STEP, from a drawn one on; with 1 it is every call.

bats_require_minimum_version 1.5.0

setup_file()
{
	# shellcheck source=tests/faults.bash
	. "$BATS_TEST_DIRNAME/../faults.bash"
	faults_build "$BATS_TEST_DIRNAME/../.."
}

setup()
{
	# shellcheck source=tests/faults.bash
	. "$BATS_TEST_DIRNAME/../faults.bash"
	step=${INITBENCH_FAULT_STEP:-7}
	faults_begin
}

@test "report: calls that fail" {
	mkdir -p before/results/cpu
	"$make_results" layouts=8 >before/results/cpu/a.jsonl
	echo '{"results":[{"command":"initbench list","mean":0.01}]}' >before/results/cpu/bench-self.json
	cp before/results/cpu/bench-self.json before/results/cpu/kvm-storm.json
	for page in REPORT EVIDENCE results/STUDY results/METHOD results/cpu/README; do
		echo old >before/$page.md
	done
	every_call_fails "$step" "$EVERY" "$I" report
}

@test "plot: calls that fail" {
	command -v gnuplot >/dev/null || skip "no gnuplot; scripts/setup installs it"
	"$make_results" layouts=4 >before/a.jsonl
	mkdir -p before/plots/source
	echo old >before/plots/clear.svg
	every_call_fails "$step" "$EVERY" "$I" plot a.jsonl --out plots
}

@test "publish: calls that fail" {
	command -v gnuplot >/dev/null || skip "no gnuplot; scripts/setup installs it"
	mkdir before/result before/p
	"$make_results" layouts=8 run=a >before/result/base.jsonl
	"$make_results" layouts=8 run=b >before/result/patch.jsonl
	cp before/result/base.jsonl before/p
	echo old >before/p/table.txt
	every_call_fails "$step" "$EVERY" "$root/scripts/publish" --out p result
}

@test "contribute: calls that fail" {
	command -v zstd >/dev/null || skip "no zstd; scripts/setup installs it"
	mkdir -p before/results/GenuineExample-6-2-1
	"$make_results" layouts=8 >before/results/GenuineExample-6-2-1/a.jsonl
	echo old >before/out.tar.zst
	ln -s "$root/scripts" before/scripts
	# Made-up results pass neither: packing is what writes.
	fake=$BATS_TEST_TMPDIR/fake
	mkdir "$fake"
	# shellcheck disable=SC2016 # expanded in the script
	printf '#!/bin/sh\ncase $1 in lint|analyze) exit 0 ;; esac\nexec "%s" "$@"\n' "$I" >"$fake/initbench"
	chmod +x "$fake/initbench"
	ROOTS=$PWD/disk/results:$PWD/disk/out:$PWD/disk/.out every_call_fails "$step" "$EVERY" env B="$fake" scripts/contribute --tar out.tar.zst --pack \
		results/GenuineExample-6-2-1/a.jsonl
}

@test "fleet gather: calls that fail" {
	job=before/fleets/1/jobs/one
	mkdir -p $job/out/results/cpu before/results/cpu
	echo ssh >before/fleets/1/by
	echo run >before/fleets/1/task
	echo COMPLETED | tee $job/state >$job/fetched
	"$make_results" layouts=8 run=one >$job/out/results/cpu/one.jsonl
	head -n -9 $job/out/results/cpu/one.jsonl >before/results/cpu/one.jsonl
	BY_FILE=1 every_call_fails "$step" "$EVERY" "$root/scripts/fleet" gather --dir fleets --results results
}
