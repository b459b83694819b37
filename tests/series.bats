#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench series on made-up results: what each commit of a series costs.

bats_require_minimum_version 1.5.0

setup()
{
	I=$BATS_TEST_DIRNAME/../${B:-build}/initbench
	fixture=$BATS_TEST_DIRNAME/compare_fixture
	cd "$BATS_TEST_TMPDIR" || return
	commit aaaaaaaaaaaaaaaa "base" a 0
	commit bbbbbbbbbbbbbbbb 'KVM: x86: a comment in <x86.c> "alone"' b 0
	commit cccccccccccccccc "KVM: x86: more" c 12
	printf 'dddddddddddddddd\tKVM: x86: broken\t\tdoes not build: x86.c:1: error: no such thing\n' >>series.tsv
	commit eeeeeeeeeeeeeeee "KVM: x86: less" e -5
}

# A line of series.tsv, and the results of a kernel whose INIT costs 100 + MORE.
commit() # NAME SUBJECT FILE MORE
{
	"$fixture" base 1 "$4" unit=instruction host=qemu-tcg lane=kvm variant=kernel:init |
		sed '2s/"insns":[0-9]*/"insns":'$((100 + $4))'/' >"$3.jsonl"
	printf '%s\t%s\t%s\t\n' "$1" "$2" "$3.jsonl" >>series.tsv
}

@test "a commit's change is from the last one that was measured; what failed says so" {
	run -2 "$I" series series.tsv
	echo "$output"
	[[ $output == *"aaaaaaaaaaaa base"*"bbbbbbbbbbbb same"*"cccccccccccc slower"*"   112   +12 "* ]]
	[[ $output == *"dddddddddddd failed"*"does not build: x86.c:1: error: no such thing"* ]]
	[[ $output == *"eeeeeeeeeeee faster"*"    95   -17 "* ]]
	run ! grep -nE '^.{76}|^[^ ]| $' <<<"$output"
	sed -i '/broken/d' series.tsv
	run -1 "$I" series series.tsv
	run -0 "$I" series series.tsv --delta 12
	[[ $output == *"cccccccccccc same"* ]]
	sed -i '2s/"verdict":"[a-z]*"/"verdict":"wrong"/' e.jsonl
	run -3 "$I" series series.tsv
	[[ $output == *"eeeeeeeeeeee wrong"* ]]
}

@test "a commit is a test case of JUnit, an object of JSON, a point of the plot" {
	run -2 "$I" series series.tsv --format junit
	[[ $output == *'tests="4" failures="1" errors="1"'* ]]
	[[ $output == *'name="KVM: x86: a comment in &lt;x86.c&gt; &quot;alone&quot;"/>'* ]]
	[[ $output == *'<failure message="INIT +12 instructions"/>'* ]]
	run -2 "$I" series series.tsv --format json
	[[ $output == *'"verdict":"failed"'* ]]
	run -2 "$I" series series.tsv --format cover
	[[ $output == *"2 of the 4 patches"*"cccccccccccc KVM: x86: more"*"INIT +12"* ]]
	command -v gnuplot >/dev/null || skip "no gnuplot"
	"$I" series series.tsv --format gnuplot >series.data || [ $? = 2 ]
	gnuplot -e "data='series.data'" "$BATS_TEST_DIRNAME/../analysis/plot/series.gp"
	grep -q '<svg' series.svg
}

@test "what is no series is refused by name" {
	run -2 "$I" series
	[[ $output == *"--series makes one"* ]]
	run -2 "$I" series none.tsv
	[[ $output == *"none.tsv"* ]]
	sed -i 's/^c.*/c/' series.tsv
	run -2 "$I" series series.tsv
	[[ $output == *"line 3 has no"* ]]
	run -2 "$I" series series.tsv --format xml
	[[ $output == *"'xml'"* ]]
}
