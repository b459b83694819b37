#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What a stranger's file, or one that another run writes, does to a command. Every field
# with every wrong value: tests/test_fields.c.

bats_require_minimum_version 1.5.0

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	make_results=$root/tests/make-results
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	cd "$BATS_TEST_TMPDIR" || return 1
}

run_into() # FILE
{
	"$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 2 --out "$1"
}

@test "run: a file that another run writes is refused, and stays that run's" {
	local first

	"$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 1000 --out two.jsonl 2>/dev/null &
	first=$!
	until [ -s two.jsonl ]; do sleep .01; done
	run -2 run_into two.jsonl
	[[ $output == *"'two.jsonl' is being written by another run"* ]]
	kill -INT $first
	wait $first || [ $? = 130 ]
	[ "$(grep -c '"type":"run"' two.jsonl)" = 1 ]
	run_into two.jsonl 2>/dev/null
	[ "$(grep -c '"type":"run"' two.jsonl)" = 2 ]
	"$initbench" analyze two.jsonl
}

@test "run: what is no results file is refused before anything is measured, and stays" {
	echo hello >text
	run -2 run_into text
	[[ $output == *"'text' is not a results file"* ]]
	[ "$(cat text)" = hello ]
	run -2 run_into nowhere/x.jsonl
	[[ $output == *"nowhere/x.jsonl"* ]]
	[ ! -e nowhere ]
	run -2 run_into .
	touch empty
	run_into empty 2>/dev/null
	[ -s empty ]
}

@test "run: --out - is standard output" {
	run_into - 2>/dev/null >out.jsonl
	[ ! -e - ]
	"$initbench" analyze out.jsonl
	run_into - 2>/dev/null | "$initbench" analyze /dev/stdin
}

@test "run: every block names its run" {
	local tail

	run_into x.jsonl 2>/dev/null
	tail=$(sed -n '1s/.*"run":"[^"]*-\([0-9a-f]*\)".*/\1/p' x.jsonl)
	[ -n "$tail" ]
	[ "$(grep -c '"type":"block"' x.jsonl)" = "$(grep -c "\"type\":\"block\",\"run\":\"$tail\"" x.jsonl)" ]
	sed '/"type":"block"/s/"run":"/&0/' x.jsonl >other.jsonl
	run -3 "$initbench" analyze other.jsonl
	[[ $output == *"of another run"* ]]
}

@test "analyze, compare, plot and lint read pipes, once" {
	"$make_results" layouts=4 >x.jsonl
	"$initbench" analyze <(cat x.jsonl) >piped
	"$initbench" analyze x.jsonl >plain
	cmp piped plain
	"$initbench" analyze /dev/stdin <x.jsonl | cmp - plain
	run "$initbench" plot /dev/stdin --out plots <x.jsonl
	[[ $output != *"no run"* ]]
	run "$initbench" compare <(cat x.jsonl) <(cat x.jsonl)
	[ "$status" != 2 ]
	run "$initbench" lint <(cat x.jsonl)
	[ "$status" != 2 ]
}

@test "report: a FIFO, a folder and a device in results/ are left out by name" {
	mkdir -p results/GenuineExample-6-2-1/dir.jsonl
	"$make_results" layouts=4 >results/GenuineExample-6-2-1/x.jsonl
	mkfifo results/GenuineExample-6-2-1/fifo.jsonl results/GenuineExample-6-2-1/aa.jsonl
	ln -s /dev/zero results/GenuineExample-6-2-1/zero.jsonl
	run -3 timeout 60 "$initbench" report
	for name in dir fifo zero aa; do
		[[ $output == *"$name.jsonl: no regular file; left out"* ]]
	done
}

# Reading a process's memory at 0 is an error of input and output.
@test "a file that cannot be read to its end is an error, and merge writes nothing" {
	"$make_results" layouts=4 >x.jsonl
	echo keep >out.jsonl
	for command in analyze lint "merge --out out.jsonl" "plot --out plots"; do
		# shellcheck disable=SC2086
		run -2 "$initbench" $command x.jsonl /proc/self/mem
		[[ $output == *"/proc/self/mem"*"cannot be read"* ]]
	done
	run -2 "$initbench" compare x.jsonl /proc/self/mem
	[ "$(cat out.jsonl)" = keep ]
}

@test "merge: what is wrong is left out by name, all else is kept, and the status says so" {
	"$make_results" layouts=4 >x.jsonl
	sed '25s/$/x/; 30s/"n":64/"n":-1/; 31s/"row":/"row":1,"row":/' x.jsonl >bad.jsonl
	printf '{"type":"run"\0}\n' >>bad.jsonl
	run -3 "$initbench" merge bad.jsonl --out out.jsonl
	for line in 25 30 31; do
		[[ $output == *"bad.jsonl:$line: "* ]]
	done
	[[ $output == *"bad.jsonl: 4 lines in all"* ]]
	sed '25d; 30d; 31d' x.jsonl | cmp - out.jsonl
}

@test "a comparison's numbers are bounded: no loop runs as long as a file says" {
	"$make_results" layouts=4 >a.jsonl
	sed '1s/}$/,"compare":{"side":"base","coin":"0x1","arms":2,"block":9000000000000000000,"pos":0}}/' a.jsonl >b.jsonl
	run -2 timeout 20 "$initbench" compare b.jsonl b.jsonl
	[[ $output == *"b.jsonl:1: field compare/block: out of range"* ]]
}

@test "aa.jsonl, peers.jsonl and mca.jsonl with wrong values are left out by line" {
	mkdir -p results/GenuineExample-6-2-1
	"$make_results" layouts=4 >results/GenuineExample-6-2-1/x.jsonl
	echo '{"type":"aa","flagged":-10,"rows":4}' >results/GenuineExample-6-2-1/aa.jsonl
	echo '{"type":"peers","utc":"2026-01-01","judge":"hyperfine","added":1e99}' >results/GenuineExample-6-2-1/peers.jsonl
	cat >results/GenuineExample-6-2-1/mca.jsonl <<-'END'
	{"type":"mca-about","schema":1,"llvm":"22","host_core":"znver5"}
	{"type":"mca-row","variant":"u64-mask","fpu":"none","mask":"mpx"}
	{"type":"mca-model","model":"znver5","resources":"Zn5"}
	{"type":"mca-model","model":"znver4","resources":"`touch RAN`","cores":["znver4"]}
	{"type":"mca-model","model":"znver3","resources":"Zn3","cores":[null]}
	END
	run -3 "$initbench" report
	[[ $output == *"aa.jsonl:1: field flagged: out of range"* ]]
	[[ $output == *"peers.jsonl:1: field added: out of range"* ]]
	[[ $output == *"mca.jsonl:3: field cores: missing"* ]]
	[[ $output == *"mca.jsonl:4: field resources: no identifier"* ]]
	[[ $output == *"mca.jsonl:5: field cores: an element that is no string"* ]]
	run -2 "$initbench" plot results/GenuineExample-6-2-1/mca.jsonl --out plots
	[ ! -e RAN ]
}

@test "compare: a log of A/A with wrong figures does not add them up" {
	"$make_results" layouts=8 run=a >a.jsonl
	"$make_results" layouts=8 run=b >b.jsonl
	printf '%s\n' '{"type":"aa","base":"x","aa":"y","flagged":-10,"rows":4}' \
		'{"type":"aa","base":"x","aa":"y","flagged":1,"rows":1e99}' \
		'{"type":"aa","base":"x","aa":"y","flagged":1,"rows":100}' >log
	run "$initbench" compare a.jsonl b.jsonl --aa b.jsonl --aa-log log --format json
	[[ $output == *"log:1: field flagged: out of range"* ]]
	[[ $output == *"log:2: field rows: out of range"* ]]
	[ "$(grep -c '"type":"aa"' log)" = 4 ]
	grep -q '"flagged":-10' log
}

@test "the file that our own commands are timed on is one that every reader takes" {
	"$root/scripts/gen-results" 10000 >x.jsonl
	run -0 "$initbench" analyze x.jsonl
	[[ $output != *warning* ]]
}

@test "dist: without git it says so, and leaves nothing" {
	cp "$root/Makefile" .
	run -2 make dist
	[[ $output == *"no git tree"* ]]
	[ -z "$(find . -name '*.xz*')" ]
}

@test "fleet: a folder whose name has blanks and a command in it is a folder" {
	# shellcheck disable=SC2016 # nothing is to expand them
	local fleets='a b $(touch RAN) `touch RAN`'
	local job=$fleets/1/jobs/one

	mkdir -p "$job/out/results/cpu"
	echo ssh >"$fleets/1/by"
	echo run >"$fleets/1/task"
	echo COMPLETED | tee "$job/state" >"$job/fetched"
	"$make_results" layouts=4 run=one >"$job/out/results/cpu/one.jsonl"
	run -0 "$root/scripts/fleet" gather --dir "$fleets" --results "into $fleets"
	cmp "$job/out/results/cpu/one.jsonl" "into $fleets/cpu/one.jsonl"
	run -0 "$root/scripts/fleet" status --dir "$fleets"
	[[ $output == *"one "*COMPLETED* ]]
	[ ! -e RAN ]
}

@test "report: hyperfine's files are held to the table, and a FIFO in their place is left out" {
	mkdir -p results/GenuineExample-6-2-1
	"$make_results" layouts=4 >results/GenuineExample-6-2-1/x.jsonl
	cat >results/GenuineExample-6-2-1/bench-self.json <<-'END'
	{"results":[{"command":"initbench list","mean":0.01},{"command":"\u001b[31m","mean":1},
	{"command":"x","mean":1e999},[1],{"mean":1},{"command":"a|b`c","mean":0.02}]}
	END
	echo '{"results":[[[[[[[[[[1]]]]]]]]]]}' >results/GenuineExample-6-2-1/bench-self-memory.json
	mkfifo results/GenuineExample-6-2-1/kvm-storm.json results/GenuineExample-6-2-1/bench-self-make.json
	run -3 timeout 60 "$initbench" report
	[[ $output == *"bench-self.json: result 2: "* ]]
	[[ $output == *"bench-self.json: 4 results in all were left out"* ]]
	[[ $output == *"bench-self-make.json: no regular file; left out"* ]]
	[[ $output == *"bench-self-memory.json: not a file of hyperfine's; left out"* ]]
	grep -q '^| .initbench list. ' EVIDENCE.md
	[ "$(grep -c '^| .* 20\.0 ' EVIDENCE.md)" = 1 ]
}

@test "a compressed file that grows without end, and one that is cut short, end soon" {
	command -v zstd >/dev/null || skip "no zstd; scripts/setup installs it"
	head -c 300000000 /dev/zero | zstd -q -1 >zeros.jsonl.zst
	yes '' | head -c 300000000 | zstd -q -1 >lines.jsonl.zst
	"$make_results" layouts=4 | zstd -q | head -c 500 >cut.jsonl.zst
	for file in zeros lines cut; do
		for command in analyze lint "merge --out out.jsonl"; do
			# shellcheck disable=SC2086
			(ulimit -v 100000 && exec timeout 60 "$initbench" $command $file.jsonl.zst) >out 2>err || [ $? = 2 ]
			grep -q "$file.jsonl.zst.*cannot be read" err
			[ "$(wc -l <out)" -lt 11000 ]
		done
	done
	[ ! -e out.jsonl ]
}
