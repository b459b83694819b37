#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Pairs of known difference: how the report counts what the judges said, and
# scripts/bench-peers itself.

bats_require_minimum_version 1.5.0

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	I=$PWD/${B:-build}/initbench
	dir=$BATS_TEST_TMPDIR
	mkdir -p "$dir/results/cpu" "$dir/tmp"
	file=$dir/results/cpu/peers.jsonl
	: >"$file"
	tests/make-results >"$dir/results/cpu/run.jsonl"
}

# said UTC JUDGE ADDED FIELDS: a record
said()
{
	echo "{\"type\":\"peers\",\"utc\":\"2026-01-0$1T00:00:00Z\",\"judge\":\"$2\",\"version\":\"9\",\"added\":$3,\"seconds\":0.5,$4}" >>"$file"
}

report()
{
	(cd "$dir" && "$I" report) || return
	grep "^| $1 9 |" "$dir/EVIDENCE.md"
}

@test "what each judge said is counted by its own rule, its direction too" {
	local i

	said 1 initbench 0 '"verdict":"slower","diff":9'	# of an earlier run: does not count
	for i in 0.1 0.2 0.3; do
		said 2 initbench 0 "\"verdict\":\"unres\",\"diff\":$i"
		said 2 initbench 1 '"verdict":"slower","diff":1'
	done
	said 2 initbench 0 '"verdict":"tiny","diff":-0.2'
	said 2 initbench 2 '"verdict":"faster","diff":-2'
	said 2 initbench 4 '"verdict":"invalid","diff":null'
	said 2 google-benchmark 0 '"p":0.04,"base":40,"patch":39'
	said 2 google-benchmark 1 '"p":0.04,"base":40,"patch":41'
	said 2 google-benchmark 2 '"p":0.06,"base":40,"patch":41'
	said 2 google-benchmark 4 '"p":0.04,"base":40,"patch":39'
	# 1.1 +- 0.2, and 1.1 +- 0.05
	said 2 hyperfine 1 '"base":1,"patch":1.1,"base_sd":0.1818,"patch_sd":0'
	said 2 hyperfine 2 '"base":1,"patch":1.1,"base_sd":0,"patch_sd":0.05'
	run -0 report initbench
	echo "$output"
	[[ $output == *"| 1 of 4 [1, 81] | 3 of 3 [29, 100] | 0 of 1 [0, 97] | 0 of 1 [0, 97] | 1 | 1 | 0.5 |"* ]]
	run -0 report google-benchmark
	[[ $output == *"| 1 of 1 [3, 100] | 1 of 1 [3, 100] | 0 of 1 [0, 97] | 0 of 1 [0, 97] | 1 | 0 | 0.5 |"* ]]
	run -0 report hyperfine
	[[ $output == *"| - | 0 of 1 [0, 97] | 1 of 1 [3, 100] | - | 0 | 0 | 0.5 |"* ]]
	grep -q 'the last 1 of 2 runs' "$dir/EVIDENCE.md"
}

@test "runs of one revision are counted together, a coin once; the median is of their differences" {
	said 1 initbench 0 '"revision":"a1","coin":1,"verdict":"slower","diff":9'
	said 2 initbench 0 '"revision":"b2","coin":1,"verdict":"slower","diff":0.75'
	said 3 initbench 0 '"revision":"b2","coin":2,"verdict":"unres","diff":0.25'
	said 3 initbench 4 '"revision":"b2","coin":2,"verdict":"slower","diff":4'
	said 4 initbench 0 '"revision":"b2","coin":2,"verdict":"slower","diff":8'
	run -0 report initbench
	[[ $output == *"| 1 of 2 [1, 99] | - | - | 1 of 1 [3, 100] |"* ]]
	grep -q 'the last 3 of 4 runs (revision b2)' "$dir/EVIDENCE.md"
	grep -q 'in core cycles: 0.50 of 0 added, 4.00 of 4 added\.' "$dir/EVIDENCE.md"
	# What is not committed may be anything.
	said 5 initbench 0 '"revision":"b2-dirty","coin":3,"verdict":"slower","diff":1'
	said 6 initbench 0 '"revision":"b2-dirty","coin":4,"verdict":"slower","diff":1'
	run -0 report initbench
	[[ $output == *"| 1 of 1 [3, 100] | - | - | - |"* ]]
}

@test "comparisons of the base with itself add up" {
	echo '{"type":"aa","flagged":1,"rows":4}' >"$dir/results/cpu/aa.jsonl"
	echo '{"type":"aa","flagged":0,"rows":6}' >>"$dir/results/cpu/aa.jsonl"
	(cd "$dir" && "$I" report)
	grep -q '1 of 10 rows' "$dir/EVIDENCE.md"
	grep -q 'in 2 comparisons, 0.3 to 44.5%' "$dir/EVIDENCE.md"
}

@test "bench-peers: every judge says something of every pair; Ctrl-C keeps it" {
	scripts/setup --check --with peers || skip "needs what 'scripts/setup --with peers' installs"
	TMPDIR=$dir/tmp scripts/bench-peers --coin 7 --out "$file" 2>"$dir/log" 3>&- &
	local pid=$!
	until [ "$(grep -c hyperfine "$file")" -ge 4 ]; do
		kill -0 $pid || { cat "$dir/log"; return 1; }
		sleep .5
	done
	kill -TERM $pid
	wait $pid || [ $? -eq 130 ]
	for judge in initbench google-benchmark hyperfine; do
		[ "$(grep -c "\"comparison\":1,.*\"judge\":\"$judge\"" "$file")" -eq 4 ]
	done
	[ -z "$(ls -A "$dir/tmp")" ]
	run ! pgrep -f "$dir/tmp"
	(cd "$dir" && "$I" report)
	grep -q '^| hyperfine [0-9.]* | . of [1-9]' "$dir/EVIDENCE.md"
}

@test "bench-peers: usage errors name the thing" {
	run -2 scripts/bench-peers --comparisons 0
	[[ $output == *"'0'"* ]]
	run -2 scripts/bench-peers now
	[[ $output == *"'now'"* ]]
	run -0 scripts/bench-peers -h
	[[ $output == *"--comparisons"* ]]
}
