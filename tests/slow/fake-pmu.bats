#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Counters whose counts are known: tests/pmu/fake_pmu.c in emulated kernels. The guest's
# clock counts instructions, and the PMU's events are multiples of it, so that what a
# row counts there follows from its instructions.

setup_file()
{
	export top=$PWD dir=$BATS_FILE_TMPDIR
	export B=${B:-build}

	scripts/vm kernel >/dev/null 2>"$dir/no-kernel" || return 0
	rm "$dir/no-kernel"
	cp -r tests/pmu "$dir/"
	make -s -C "$(scripts/vm headers)" M="$dir/pmu" CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$dir/log" 2>&1
	"${CC:-gcc}" -O2 -static -o "$dir/known_loop" tests/known_loop.c
	boot
}

# perf and the libraries it wants, as options of scripts/vm; none where it is absent.
perf_files()
{
	local perf

	perf=$(type -P perf) && ldd "$perf" >/dev/null || return 0
	echo --file "$perf:/bin/perf"
	ldd "$perf" | grep -o '/[^ ]*' | sed 's/.*/--file &:&/'
}

# One guest: the module is loaded anew with other counters for each part.
boot()
{
	cat >"$dir/script" <<-'END'
		pmu() { rmmod fake_pmu 2>/dev/null; insmod /fake_pmu.ko "$@"; }
		# NAME LANE [EVENT,..]
		run()
		{
			initbench run --lane $2 --variant u64-mask --mask mpx --content sse --fpu none --event init \
				--blocks 9 --seed 5 ${3:+--pmu $3} --out $1.jsonl >$1.log 2>&1; echo $? >$1.status
		}
		events=perf::CYCLES,perf::INSTRUCTIONS,perf::BRANCH-MISSES
		pmu
		run default user,kmod
		pmu rdpmc=0
		run read user $events
		# A counter that wraps within each block, 2^width apart if it is not extended by its sign.
		pmu width=40 before_wrap=150000
		run wrap40 user,kmod $events
		pmu width=48 before_wrap=150000
		run wrap48 user $events
		pmu refuse=2
		run turns user,kmod $events
		pmu counters=3 held=1
		run held user $events
		run held-default user
		pmu counters=2
		run few user $events
		pmu atom=1
		run atom kmod perf::TASK-CLOCK
		kmod_guest --pmu $(cat /sys/bus/event_source/devices/cpu_atom/type) >atom.checks
		# Alone: a tick of the timer is counted, too, in few of them.
		pmu
		for n in 100000 200000; do
			for i in 1 2 3 4 5; do
				perf stat -x, -e '{instructions:u,cycles:u}' -o perf.$n.$i known_loop $n
			done
		done
		dmesg >dmesg
	END
	# shellcheck disable=SC2046 # options
	scripts/vm run --timeout 1800 --out "$dir/out" --initbench-ko $(perf_files) --file "$dir/known_loop" --file "$dir/script:/bin/script" \
		--file "$dir/pmu/fake_pmu.ko:/fake_pmu.ko" --file "$B/tests/kmod_guest" -- sh /bin/script \
		>"$dir/log" 2>&1 && status=0 || status=$?
	echo $status >"$dir/status"
}

setup()
{
	cd "$top" || return
	[ ! -e "$dir/no-kernel" ] || skip "$(cat "$dir/no-kernel")"
	out=$dir/out
}

# NAME LANE: its row's number and instructions.
row()
{
	sed -n '/"type":"row"/{/"skip":null/s/.*"row":\([0-9]*\),"lane":"'"$2"'".*"insns":\([0-9]*\).*/\1 \2/p}' "$out/$1.jsonl"
}

# NAME LANE EVENT: of each block what the row counted more than the empty call, a repetition.
counted()
{
	local number
	number=$(row "$1" "$2" | cut -d' ' -f1)
	sed -n '/"type":"block",.*"row":'"$number"',"layout"/s/.*"pmu":{"n":\([0-9]*\),.*"'"$3"'":\[\(-*[0-9]*\),\(-*[0-9]*\)\].*/\1 \2 \3/p' \
		"$out/$1.jsonl" | awk '{ print ($2 - $3) / $1 }'
}

# NAME LANE EVENT FACTOR: the median block counts FACTOR an instruction, exactly. The
# timer's interrupt is counted, too, in few blocks.
exactly()
{
	local number insns got
	read -r number insns < <(row "$1" "$2")
	got=$(counted "$1" "$2" "$3" | sort -n | sed -n 5p)
	echo "$1, lane $2: $3 is $got where the row has $insns instructions; factor $4"
	[ "$got" = $((insns * $4)) ]
}

@test "the guest ran to its end, and the kernel complained of nothing" {
	cat "$dir/log"
	[ "$(cat "$dir/status")" = 0 ]
	run scripts/splats "$out/dmesg"
	echo "$output"
	[ "$status" = 0 ]
}

@test "the default set: user mode alone in lane user, the kernel alone in lane kmod" {
	cat "$out/default.log"
	[ "$(cat "$out/default.status")" = 0 ]
	exactly default user instructions 1
	exactly default user cycles 3
	exactly default user l1d-misses 5
	exactly default user branch-misses 0
	exactly default kmod instructions 2
	exactly default kmod cycles 6
	exactly default kmod l1d-misses 10
	exactly default kmod branch-misses 0
	grep -q '"multiplexed":false' "$out/default.jsonl"
	run grep -c '"multiplexed":true' "$out/default.jsonl"
	[ "$output" = 0 ]
}

@test "without RDPMC the same counts are read" {
	exactly read user perf::INSTRUCTIONS 1
	exactly read user perf::CYCLES 3
	exactly read user perf::BRANCH-MISSES 0
}

@test "counters of 40 and 48 bits wrap within a block, and nothing is lost" {
	for width in 40 48; do
		exactly wrap$width user perf::INSTRUCTIONS 1
		exactly wrap$width user perf::CYCLES 3
		# Nothing of the size of a wrap in any block.
		for event in perf::CYCLES perf::INSTRUCTIONS; do
			[ "$(counted wrap$width user $event | awk '{ v = $1 < 0 ? -$1 : $1; if (v > m) m = v } END { print m < 100000 }')" = 1 ]
		done
	done
	exactly wrap40 kmod perf::CYCLES 6
}

@test "counters that others have in turn: it is said, and no such block is given out as whole" {
	[ "$(grep -c '"multiplexed":true' "$out/turns.jsonl")" -ge 1 ]
	"$B/initbench" analyze "$out/turns.jsonl" | grep -q "multiplexed in .* others had the counters"
}

@test "counters that another user holds: a set is counted without its last events, a list is refused" {
	[ "$(cat "$out/held.status")" = 2 ]
	grep -q "perf::CYCLES.*never counts.*another user holds" "$out/held.log"
	grep -q "name fewer events" "$out/held.log"
	[ "$(cat "$out/held-default.status")" = 0 ]
	exactly held-default user cycles 3
	exactly held-default user instructions 1
	run grep -c '"branch-misses":\[' "$out/held-default.jsonl"
	[ "$output" = 0 ]
	grep '"type":"run"' "$out/held-default.jsonl" | grep -q "branch-misses: another user holds"
}

@test "a group of more events than there are counters is refused by name" {
	[ "$(cat "$out/few.status")" = 2 ]
	grep -q "perf::BRANCH-MISSES.*name fewer" "$out/few.log"
}

@test "the module counts events of a PMU that the kernel numbers" {
	cat "$out/atom.checks"
	grep -qx "ok an event of a numbered PMU is counted" "$out/atom.checks"
	grep -qx "ok its second word of configuration is refused" "$out/atom.checks"
	run grep "^not ok" "$out/atom.checks"
	[ "$status" = 1 ]
}

# EVENT ITERATIONS: the median of what perf stat counted.
stat_counted()
{
	cat "$out/perf.$2".* | grep ",$1," | cut -d, -f1 | sort -n | sed -n 3p
}

# What else the program and its start cost differs by some hundred instructions.
@test "perf stat counts a loop of known length by the factors that our rows have" {
	{ perf=$(type -P perf) && ldd "$perf" >/dev/null; } || skip "no perf that a guest can take along; install linux-perf"
	cat "$out"/perf.*
	insns=$(($(stat_counted instructions:u 200000) - $(stat_counted instructions:u 100000)))
	cycles=$(($(stat_counted cycles:u 200000) - $(stat_counted cycles:u 100000)))
	echo "100,000 iterations are $insns instructions and $cycles cycles"
	[ "$insns" -gt 199000 ] && [ "$insns" -lt 201000 ]
	[ "$cycles" = $((3 * insns)) ]
}
