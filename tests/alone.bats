#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench run: several processes, one measurement at a time on a machine, a pin that
# is lost, and runs that measured nothing or too little.

bats_require_minimum_version 1.5.0

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	initbench=$PWD/${B:-build}/initbench
	cd "$BATS_TEST_TMPDIR" || return
	export INITBENCH_LOCK=$PWD/lock
}

one() # OPTION..: a row that is measured in no time
{
	"$initbench" run --variant u64-mask --mask mpx --fpu none --content sse "$@"
}

start() # OPTION..: the same in the background; sets pid
{
	"$initbench" run --variant u64-mask --mask mpx --fpu none --content sse "$@" 2>log 3>&- &
	pid=$!
}

blocks_of() # PROCESS FILE: lines of a process, attempts included
{
	grep '"type":"block"' "$2" | grep -c "\"process\":$1,"
}

@test "a run is spread over processes, and says which of them took a block" {
	run one --blocks 6 --processes 3 --spacing 1 --seed 4 --out three.jsonl
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
	grep -q '"processes":3,"spacing":1' three.jsonl
	# The first is 0, which is not written.
	[ "$(grep -o '"process":[0-9]*' three.jsonl | sort -u | tr '\n' ' ')" = '"process":1 "process":2 ' ]
	for process in 1 2; do
		[ "$(blocks_of $process three.jsonl)" -ge 2 ]
	done
	# One process draws the same layouts.
	run one --blocks 6 --processes 1 --seed 4 --out one.jsonl
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
	run ! grep -q '"process"' one.jsonl
	seeds() { grep '"type":"block"' "$1" | grep -o '"layout":[0-9]*,"seed":"[^"]*"' | uniq; }
	diff <(seeds three.jsonl) <(seeds one.jsonl)
}

@test "processes start so many seconds apart" {
	local begin=$EPOCHSECONDS

	run one --blocks 3 --processes 3 --spacing 2 --out a.jsonl
	[ $((EPOCHSECONDS - begin)) -ge 3 ]
}

@test "few blocks, and a launch of a comparison, are one process" {
	run one --blocks 7 --out a.jsonl
	run ! grep -q '"processes"' a.jsonl
	run one --blocks 16 --compare side=base --out b.jsonl
	run ! grep -q '"processes"' b.jsonl
	run one --blocks 16 --spacing 0 --out c.jsonl
	grep -q '"processes":2,' c.jsonl
}

@test "a second measurement is refused with the holder named; --wait waits for it" {
	start --budget 300 --out first.jsonl
	first=$pid
	until grep -qs '"type":"block"' first.jsonl; do
		kill -0 $first
		sleep .2
	done
	run -2 one --blocks 1 --out second.jsonl
	[[ $output == *"process $first "* && $output == *first.jsonl* && $output == *--wait* ]]
	[ ! -e second.jsonl ]
	start --blocks 1 --wait --out second.jsonl
	second=$pid
	until grep -q "waiting until process $first" log; do
		kill -0 $second
		sleep .2
	done
	[ ! -e second.jsonl ]
	kill -TERM $first
	wait $first || [ $? -eq 130 ]
	wait $second || [ $? -eq 3 ]
	grep -q '"type":"end"' second.jsonl
}

@test "a pin that somebody changed is seen, and the block dropped" {
	command -v taskset >/dev/null || skip "no taskset"
	[ "$(nproc)" -gt 1 ] || skip "one CPU"
	start --budget 600 --processes 1 --out run.jsonl
	# The run's process has one child, which has one for each layout.
	until grep -qs '"dropped":"its pin to a CPU was changed"' run.jsonl; do
		kill -0 $pid
		taskset -pc 0,1 "$(pgrep -P "$(pgrep -P $pid || echo 0)" || echo 0)" >/dev/null 2>&1 || true
	done
	kill -TERM $pid
	wait $pid || [ $? -eq 130 ]
	# Put back: later blocks are good.
	sed '1,/its pin to a CPU was changed/d' run.jsonl | grep -q '"dropped":null\|"pmu"\|"type":"end"'
}

@test "nothing measured: exit 3, and why" {
	INITBENCH_HOST=qemu-tcg run -3 one --temp cold --blocks 1 --out none.jsonl
	[[ $output == *"nothing was measured: an emulated host has no caches"* ]]
	grep -q '"type":"end".*"blocks":0' none.jsonl
}

@test "a lock file that cannot be opened is told, and does not hinder" {
	INITBENCH_LOCK=$PWD/no/such/folder run one --blocks 1 --out a.jsonl
	[ "$status" -ne 2 ]
	[[ $output == *"no lock file"* ]]
	grep -q '"type":"end"' a.jsonl
}
