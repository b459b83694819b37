#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Reads, writes, opens, fsync, rename and mkdir fail, one after the other: of each command some
# here, every one in tests/slow/faults.bats.

bats_require_minimum_version 1.5.0

setup_file()
{
	# shellcheck source=tests/faults.bash
	. "$BATS_TEST_DIRNAME/faults.bash"
	faults_build "$BATS_TEST_DIRNAME/.."
}

setup()
{
	# shellcheck source=tests/faults.bash
	. "$BATS_TEST_DIRNAME/faults.bash"
	faults_begin
}

@test "merge: whatever call fails, the old file stays, status 2, the file is named" {
	"$make_results" layouts=8 >before/a.jsonl
	echo old >before/m.jsonl
	every_call_fails 1 "$EVERY" "$I" merge a.jsonl --out m.jsonl
}

@test "report: whatever call fails, all old pages stay, status 2, the file is named" {
	mkdir -p before/results/cpu
	"$make_results" layouts=8 >before/results/cpu/a.jsonl
	echo '{"results":[{"command":"initbench list","mean":0.01}]}' >before/results/cpu/bench-self.json
	cp before/results/cpu/bench-self.json before/results/cpu/kvm-storm.json
	for page in REPORT EVIDENCE results/STUDY results/METHOD results/cpu/README; do
		echo old >before/$page.md
	done
	every_call_fails 3 "$EVERY" "$I" report
}

@test "plot: whatever call fails, the old plot stays, status 2, the file is named" {
	command -v gnuplot >/dev/null || skip "no gnuplot; scripts/setup installs it"
	"$make_results" layouts=4 >before/a.jsonl
	mkdir -p before/plots/source
	echo old >before/plots/clear.svg
	every_call_fails 9 "$EVERY" "$I" plot a.jsonl --out plots
}

@test "merge, plot: a file that does not exist yet is not there afterwards" {
	"$make_results" layouts=8 >before/a.jsonl
	every_call_fails 1 "$EVERY" "$I" merge a.jsonl --out m.jsonl
	command -v gnuplot >/dev/null || return 0
	every_call_fails 11 "$EVERY" "$I" plot a.jsonl --out plots
}

@test "plot: what gnuplot is to read cannot be written, status 2" {
	command -v gnuplot >/dev/null || skip "no gnuplot; scripts/setup installs it"
	[ "$(stat -f -c %T /dev/shm)" = tmpfs ] || skip "no tmpfs at /dev/shm"
	"$make_results" layouts=4 >a.jsonl
	for n in 1 3 6 20; do
		run -2 "$FAIL" $n ENOSPC write,mkdir,open call /dev/shm/initbench. "$I" plot a.jsonl --out plots
		[[ $output == *"$(sed 's,.*/,,' call)"* ]]
		[ ! -e plots ]
	done
}

@test "files of a process that was killed are removed when the file is written again" {
	"$make_results" layouts=4 >a.jsonl
	sh -c 'kill -KILL $$' & dead=$!
	wait $dead || true
	touch .m.jsonl.$dead-0.new .m.jsonl.$$-0.new .mm.jsonl.$dead-0.new
	"$I" merge a.jsonl --out m.jsonl
	[ ! -e .m.jsonl.$dead-0.new ]
	[ -e .m.jsonl.$$-0.new ]
	[ -e .mm.jsonl.$dead-0.new ]
}

@test "publish, contribute, fleet gather: some calls" {
	command -v gnuplot >/dev/null && command -v zstd >/dev/null || skip "no gnuplot or no zstd; scripts/setup installs them"
	mkdir before/result before/p
	"$make_results" layouts=4 run=a >before/result/base.jsonl
	"$make_results" layouts=4 run=b >before/result/patch.jsonl
	echo old >before/p/table.txt
	every_call_fails 53 "$EVERY" "$root/scripts/publish" --out p result
	job=before/fleets/1/jobs/one
	mkdir -p $job/out/results/cpu before/results/cpu
	echo ssh >before/fleets/1/by
	echo run >before/fleets/1/task
	echo COMPLETED | tee $job/state >$job/fetched
	"$make_results" layouts=4 run=one >$job/out/results/cpu/one.jsonl
	BY_FILE=1 every_call_fails 19 "$EVERY" "$root/scripts/fleet" gather --dir fleets --results results
}

@test "compare: whatever call on the log of A/A fails, it is as it was or one line longer" {
	"$make_results" layouts=8 run=a >a.jsonl
	"$make_results" layouts=8 run=b >b.jsonl
	for ((n = 1; ; n++)); do
		echo '{"type":"aa","base":"x","aa":"y","flagged":0,"rows":4}' >log
		cp log old
		"$FAIL" $n EIO "$EVERY" call "$PWD/log:$PWD/.log:log" "$I" compare a.jsonl b.jsonl --aa b.jsonl --aa-log log \
			>out 2>err || true
		[ -s call ] || break
		cmp -s log old || { [ "$(wc -l <log)" = 2 ] && head -n 1 log | cmp - old; }
		[ -z "$(find . -name '.log*')" ]
	done
	[ $n -gt 3 ]
	[ "$(wc -l <log)" = 2 ]
}
