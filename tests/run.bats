#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench run as a user meets it: options, bad input, interruption.
# shellcheck disable=SC2030,SC2031	# each test is a subshell, and means to be

setup()
{
	initbench=${B:-build}/initbench
	dir=$BATS_TEST_TMPDIR
	out=$dir/out.jsonl
}

# One row, few layouts: fast.
measure()
{
	run "$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 3 --out "$out" "$@"
}

# A block that was disturbed is there once more, as another attempt.
lines() { grep "\"type\":\"$1\"" "$out" | grep -vc '"attempt":'; }

seeds() { grep -o '"seed":"[^"]*"' "$out" | uniq; }

@test "every line of a run is a JSON object, and the run is whole" {
	measure
	[ "$status" = 0 ]
	[ "$(lines run)" = 1 ]
	[ "$(lines row)" = 1 ]
	[ "$(lines block)" = 3 ]
	[ "$(lines end)" = 1 ]
	grep -q '"status":"complete"' "$out"
	command -v jq || skip "no jq; scripts/setup installs it"
	[ "$(jq -s 'map(objects) | length' "$out")" = "$(wc -l < "$out")" ]
}

@test "bytes of each variant are those of its function in the object" {
	run "$initbench" run --mask mpx --blocks 1 --out "$out"
	[ "$status" = 0 ]
	nm -S --defined-only -t d "${B:-build}/variants.o" | awk 'NF == 4 { print $4, $2 + 0 }' >"$dir/symbols"
	compared=0
	while read -r variant fpu bytes; do
		[ "$fpu" = putload ] || fpu=clear
		variant=${variant%-rep}	# the same code with another memset
		grep -qx "${variant//-/_}_$fpu $bytes" "$dir/symbols"
		compared=$((compared + 1))
	done < <(sed -n '/"type":"row"/s/.*"variant":"\([^":]*\)".*"fpu":"\([^"]*\)".*"bytes":\([0-9]*\).*/\1 \2 \3/p' "$out")
	[ "$compared" -ge 20 ]
}

@test "a module that does not load is named, with the reason" {
	[ ! -e /dev/initbench ] || skip "a module is loaded here, and this would unload it"
	mkdir "$dir/layouts"
	echo "no module" >"$dir/layouts/x.ko"
	run "$initbench" run --lane kmod --kmod-layouts "$dir/layouts" --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"x.ko "*"modules"* ]] || [[ $output == *"x.ko "*"it is built for another kernel"* ]]
}

@test "a second run is appended and knows that it is the second" {
	measure
	measure
	[ "$status" = 0 ]
	[ "$(lines run)" = 2 ]
	grep -q '"ordinal":2' "$out"
}

@test "the same seed draws the same layouts; another seed others" {
	measure --seed 7
	first=$(seeds)
	rm "$out"
	measure --seed 7
	[ "$first" = "$(seeds)" ]
	rm "$out"
	measure --seed 8
	[ "$first" != "$(seeds)" ]
}

@test "what a launch writes to first faults before a block that counts" {
	measure --blocks 40
	[ "$status" = 0 ]
	[ "$(grep -c '"dropped":"page fault"' "$out")" -lt 20 ]
}

@test "a block that is disturbed is kept, and taken again" {
	local cpu other
	cpu=$("$initbench" doctor --json | grep -o '"cpu":[0-9]*' | head -n 1 | cut -d: -f2)
	taskset -c "$cpu" sh -c 'while :; do :; done' 3>&- &
	other=$!
	measure --cpu "$cpu" --blocks 300
	kill "$other"
	[ "$status" = 0 ]
	[ "$(lines block)" = 300 ]
	grep -q '"attempt":1,' "$out"
	run "$initbench" lint "$out"
	echo "$output"
	[[ $output != *"is there already"* ]]
}

@test "v10-bitmap is recorded as clearing nothing, and that is no failure" {
	run "$initbench" run --variant v10-bitmap --mask mpx --blocks 1 --out "$out"
	[ "$status" = 0 ]
	grep -q '"verdict":"known-bug","cleared":"0x0","mask":"0x18","note":"clears nothing (bug as posted)"' "$out"
}

@test "unknown names are refused, with the nearest valid one" {
	for words in "variant u64-msk u64-mask" "mask mpx+cte mpx+cet" "event ini init" \
		     "content avx51 avx512" "lane usr user" "fpu putlod putload" "temp wram warm"; do
		read -r axis wrong right <<< "$words"
		run "$initbench" run --"$axis" "$wrong" --out "$out"
		[ "$status" = 2 ]
		[[ $output == *"unknown $axis '$wrong'"*"did you mean '$right'"* ]]
		[ ! -e "$out" ]
	done
}

@test "an option that is given again adds to it" {
	run "$initbench" run --variant u64-mask --variant unrolled --mask mpx --mask cet --fpu none \
		--blocks 1 --out "$out"
	[ "$status" = 0 ]
	for given in variant:u64-mask variant:unrolled mask:mpx mask:cet; do
		grep '"type":"row"' "$out" | grep -q "\"${given%:*}\":\"${given#*:}\""
	done
}

@test "more events than are counted at a time are refused, with both numbers" {
	events=$(printf 'perf::PAGE-FAULTS,%.0s' {1..20})
	measure --pmu "${events%,}"
	[ "$status" = 2 ]
	[[ $output == *"20 events"*16* ]]
	[ ! -e "$out" ]
	events=$(printf 'perf::PAGE-FAULTS,%.0s' {1..16})
	measure --pmu "${events%,}"
	[ "$status" = 0 ]
}

@test "a lane that cannot run says why, before its variants are looked for" {
	[ ! -e /dev/initbench ] || skip "the module is loaded"
	run "$initbench" run --lane kmod --variant u64-mask --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"lane kmod cannot run here"* && $output != *"did you mean"* ]]
	[ -e /proc/modules ] || [[ $output != *insmod* ]]
}

@test "an unknown event of --pmu is refused" {
	measure --pmu NO_SUCH_EVENT
	[ "$status" = 2 ]
	[[ $output == *NO_SUCH_EVENT* ]]
	[ ! -e "$out" ]
}

@test "an unknown event is refused with the nearest one that libpfm4 knows" {
	measure --pmu perf::PAGE-FAULT
	[ "$status" = 2 ]
	[[ $output == *"perf::PAGE-FAULT'"*"nearest"*"'perf::PAGE-FAULTS'"* ]]
}

@test "a CPU that this process may not use is refused" {
	run taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//')" \
		"$initbench" run --variant u64-mask --cpu "$(nproc --all)" --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"there is no CPU $(nproc --all) here, but 0"* ]]
	[ ! -e "$out" ]
}

@test "a CPU that is offline is named, with the command that brings it back" {
	export INITBENCH_SYSROOT=$BATS_TEST_TMPDIR
	mkdir -p "$INITBENCH_SYSROOT/sys/devices/system/cpu/cpu999"
	echo 0 >"$INITBENCH_SYSROOT/sys/devices/system/cpu/cpu999/online"
	for command in "run --out $out" doctor; do
		# shellcheck disable=SC2086 # a command and its options
		run "$initbench" $command --cpu 999
		[ "$status" = 2 ]
		[[ $output == *"CPU 999 is offline; as root: echo 1 > /sys/devices/system/cpu/cpu999/online" ]]
		[ ! -e "$out" ]
	done
}

@test "a CPU that a kernel has taken offline, and back, in an emulated machine" {
	[ -x "${B:-build}/initbench-static" ] || skip "no ${B:-build}/initbench-static; 'make check' builds it"
	scripts/vm kernel >/dev/null 2>"$BATS_TEST_TMPDIR/why" || skip "$(cat "$BATS_TEST_TMPDIR/why")"
	# shellcheck disable=SC2016 # for the guest
	run scripts/vm run --smp 2 --no-icount --out "$BATS_TEST_TMPDIR" -- sh -c '
		online=/sys/devices/system/cpu/cpu1/online
		echo 0 >$online
		initbench run --cpu 1 --out offline.jsonl
		echo "run: $?"
		initbench doctor --cpu 1
		echo "doctor: $?"
		echo 1 >$online
		initbench doctor --cpu 1'
	echo "$output"
	[ "$status" = 0 ]
	[ "$(grep -c "CPU 1 is offline; as root: echo 1 > /sys/devices/system/cpu/cpu1/online" <<<"$output")" = 2 ]
	[[ $output == *"run: 2"* ]] && [[ $output == *"doctor: 2"* ]]
	[[ $output == *", cpu1"* ]]
	[ ! -e "$BATS_TEST_TMPDIR/offline.jsonl" ]
}

@test "software events are counted where there is no PMU" {
	measure --pmu perf::PAGE-FAULTS,perf::TASK-CLOCK
	[ "$status" = 0 ]
	grep -q '"pmu":{"n":[0-9]*,"multiplexed":false,"events":{"perf::PAGE-FAULTS":\[' "$out"
}

@test "a CPU that is out of range is refused" {
	measure --cpu 9999
	[ "$status" = 2 ]
	[[ $output == *"there is no CPU 9999 here"* ]]
	measure --cpu -1
	[ "$status" = 2 ]
	measure --cpu one
	[ "$status" = 2 ]
}

@test "contradictory options are refused" {
	run "$initbench" run --blocks 3 --budget 5 --out "$out"
	[ "$status" = 2 ]
	[[ $output == *--blocks*--budget* ]]
	run "$initbench" run --event reset --fpu putload --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"--event reset needs --fpu none"* ]]
	[ ! -e "$out" ]
}

# The middle one of a row's values per operation, of blocks that were cold. It is
# of a busy machine's disturbed blocks too: a median of hundreds, for a wide ratio.
cost()
{
	local row

	row=$(sed -n "s/.*\"row\":\([0-9]*\),.*\"temp\":\"$1\".*/\1/p" "$out")
	grep "\"type\":\"block\",\"row\":$row," "$out" | grep -v '"dropped":"not cold' |
		sed 's/.*"n":\([0-9]*\),.*"ticks":\[\([^]]*\)\],"empty":\[\([^]]*\)\].*/\1 \2 \3/' |
		awk '{ n = split($2, t, ","); split($3, e, ",")
		       for (i = 1; i <= n; i++) print (t[i] - e[i]) / $1 }' |
		sort -g | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'
}

@test "a cold row costs several times a warm one, where the proof holds" {
	run "$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 24 --out "$out" \
		--temp warm,cold-data,cold-code,cold,walked-data
	[ "$status" = 0 ]
	# Five rows of 24 blocks; each cold one with its proof, warm ones without.
	[ "$(grep '"shots":true' "$out" | grep -vc '"attempt":')" = 96 ]
	[ "$(grep '"cold":{"load":{"warm":' "$out" | grep -vc '"attempt":')" = 72 ]
	[ "$(grep '"call":{"warm":.*"branches":{"warm":' "$out" | grep -vc '"attempt":')" = 48 ]
	warm=$(cost warm)
	for temp in cold-data cold-code cold; do
		cold=$(cost "$temp")
		[ -n "$warm" ] && [ -n "$cold" ] ||
			skip "no block of $temp proved to be cold; 'initbench doctor' may tell what disturbs it"
		awk -v warm="$warm" -v cold="$cold" 'BEGIN { exit !(cold > 4 * warm) }'
	done
}

@test "an emulated host has no cold rows" {
	INITBENCH_HOST=qemu-tcg run "$initbench" run --variant u64-mask --temp cold --blocks 1 \
		--out "$out"
	[ "$status" = 3 ]	# nothing was measured
	grep -q '"skip":"an emulated host has no caches that could be cold"' "$out"
}

@test "a save leaves alone what is in its INIT state, and only XSAVE does not" {
	run "$initbench" run --variant part:xsave,part:xsavec --content init,avx --blocks 1 \
		--out "$out"
	[ "$status" = 0 ]
	grep -q '"skip":null' "$out" || skip "this CPU has neither AVX nor XSAVEC to look at"
	# 0x2: XMM, in use in avx, in its INIT state in init.
	while read -r variant content kept; do
		case $variant/$content in
		part:xsave/*) [ "$kept" = 0x0 ] ;;
		part:xsavec/init) (( kept & 2 )) ;;
		part:xsavec/avx) (( !(kept & 6) )) ;;
		esac
	done < <(sed -n 's/.*"variant":"\([^"]*\)".*"content":"\([^"]*\)".*"kept":"\([^"]*\)".*/\1 \2 \3/p' "$out")
}

@test "the study is one option; its axes are its own" {
	run "$initbench" run --study --variant u64-mask --blocks 1 --out "$out"
	[ "$status" = 0 ]
	grep -q '"study":true' "$out"
	for word in '"mask":"c:hi16_zmm"' '"mask":"c:hi16_zmm@cross"' '"temp":"walked-data"' \
		    '"content":"only:ymm"' '"mask":"n:14"'; do
		grep -q "\"type\":\"row\".*$word" "$out"
	done
	grep -q '"place":"cross"' "$out"
	grep -q '"mask":"c:xtile_data".*"mask_bytes":8192' "$out"
	[[ $output == *"too few to publish"* ]]
	run "$initbench" run --study --temp cold --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"--study has its own axes"* ]]
}

@test "missing folders are made for the file by default, and no other" {
	initbench=$(realpath "$initbench")
	cd "$dir"
	run "$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 1
	[ "$status" = 0 ]
	grep -q '"type":"block"' results/*/*.jsonl
	out=$dir/a/b/c.jsonl
	measure
	[ "$status" = 2 ]
	[ ! -e "$dir/a" ]
}

@test "a path that cannot be written is named" {
	touch "$dir/file"
	out=$dir/file/x.jsonl
	measure
	[ "$status" = 2 ]
	[[ $output == *"$dir/file"* ]]
}

@test "a folder that this user may not write to is named, and nothing else is needed" {
	[ "$(id -u)" = 0 ] || skip "not root, so it cannot become nobody"
	# Above bats' own folders are root's.
	dir=$(mktemp -d /tmp/initbench-test-XXXXXX)
	cp "$initbench" "$dir/initbench"
	mkdir "$dir/ours" "$dir/theirs"
	chmod 755 "$dir" "$dir/initbench" "$dir/ours"
	chmod 777 "$dir/theirs"
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	try=("${nobody[@]}" "$dir/initbench" run --variant u64-mask --mask mpx --fpu none --blocks 1)
	run "${try[@]}" --out "$dir/ours/x.jsonl"
	[ "$status" = 2 ]
	[[ $output == *"$dir/ours"*"Permission denied"* ]]
	run "${try[@]}" --out "$dir/theirs/x.jsonl"
	rm -rf "$dir"
	[ "$status" = 0 ]
}

@test "a disk that fills up in the middle: what was finished before is kept and can be read" {
	run bash -c 'ulimit -f 16; exec "$@"' bash "$initbench" run \
		--variant u64-mask --mask mpx --fpu none --blocks 500 --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"cannot write '$out': File too large"*"kept there"*"ulimit -f"* ]]
	[[ $output != *"No space"* ]]
	[ "$(lines block)" -ge 2 ]
	run "$initbench" analyze "$out"
	[ "$status" = 0 ] || [ "$status" = 3 ]	# half of so few may be dropped
	[[ $output != *"says it has"* ]]
}

@test "a full disk is named" {
	out=/dev/full
	measure
	[ "$status" = 2 ]
	[[ $output == *"No space left on device"* ]]
}

@test "whoever reads the results may leave: the run ends as any program in a pipe, quietly" {
	# shellcheck disable=SC2016
	run bash -c '"$@" --out /dev/stdout | head -n 3 >/dev/null; exit "${PIPESTATUS[0]}"' bash \
		"$initbench" run --variant u64-mask --mask mpx --blocks 500
	[ "$status" = 141 ]
	[ -z "$output" ]
}

# PID SIGNAL: to its first child, which measures.
signal_child()
{
	local child

	until child=$(pgrep -P "$1"); do sleep 0.02; done
	kill -s "$2" "$child"
}

@test "a process that is ended from outside is not a variant that crashed" {
	for signal in SEGV KILL; do
		rm -f "$out"
		"$initbench" run --blocks 10000 --variant u64-mask --out "$out" 2>"$dir/said" &
		pid=$!
		while ! grep -qs '"type":"block"' "$out"; do sleep 0.05; done
		signal_child "$pid" "$signal"
		status=0
		wait "$pid" || status=$?
		[ "$status" = 2 ]
		grep 'says nothing of the variant' "$dir/said"
		! grep 'left out' "$dir/said" || false
		[ "$(lines block)" -gt 0 ]
		grep -q '"status":"failed"' "$out"
	done
}

@test "on a terminal, what is going on is shown from the start" {
	command -v script || skip "no script(1)"
	run script -qec "$initbench run --blocks 2 --variant u64-mask --mask mpx --out $out" /dev/null
	[ "$status" = 0 ]
	[[ $output == *checking*"0 of 2 layouts"*"2 of 2 layouts"* ]]
}

@test "Ctrl-C before anything was measured says so" {
	"$initbench" run --study --out "$out" 2>"$dir/said" &
	pid=$!
	until pgrep -P "$pid"; do sleep 0.02; done
	kill -INT "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" = 130 ]
	[ -s "$out" ] || grep 'interrupted before anything was measured' "$dir/said"
}

@test "Ctrl-C keeps finished blocks, ends the file and exits 130" {
	"$initbench" run --blocks 10000 --variant u64-mask --out "$out" &
	pid=$!
	while ! grep -qs '"type":"block"' "$out"; do sleep 0.05; done
	kill -INT "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" = 130 ]
	tail -n 1 "$out" | grep '"status":"interrupted"'
}

@test "Ctrl-C at random points: exit 130, and what there is can be read" {
	for _ in 1 2 3 4 5; do
		rm -f "$out"
		run timeout --preserve-status -s INT "$((RANDOM % 2)).$((RANDOM % 90 + 10))" \
			"$initbench" run --blocks 100000 --variant u64-mask --out "$out"
		[ "$status" = 130 ]
		grep '"type":"block"' "$out" || continue
		[[ $(tail -n 1 "$out") == *'"status":"interrupted"'* ]]
		run "$initbench" analyze "$out"
		[ "$status" = 0 ] || [ "$status" = 3 ]	# half of so few may be dropped
	done
}

@test "SIGKILL at random points leaves complete lines" {
	for _ in 1 2 3 4 5; do
		rm -f "$out"
		"$initbench" run --blocks 10000 --variant u64-mask --out "$out" &
		pid=$!
		while ! grep -qs '"type":"block"' "$out"; do sleep 0.02; done
		sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
		kill -KILL "$pid"
		wait "$pid" || true
		sleep 0.1
		# Each line that has a newline is whole.
		[ "$(head -n -1 "$out" | grep -cv '^{.*}$')" = 0 ]
		before=$(lines block)
		[ "$before" -ge 1 ]
		# The next run goes on in the same file and reads as the second.
		measure
		[ "$status" = 0 ]
		[ "$(lines block)" = $((before + 3)) ]
	done
}

@test "every subcommand answers -h" {
	for command in run list doctor analyze compare plot report selftest kvm-storm; do
		run "$initbench" "$command" -h
		[ "$status" = 0 ]
		[[ $output == *"initbench $command"* ]]
	done
	run "$initbench" no-such-command
	[ "$status" = 2 ]
}

@test "list names variants, lanes, masks and events, also as JSON" {
	run "$initbench" list
	[ "$status" = 0 ]
	for word in u64-mask v10-bitmap user mpx+cet reset; do
		[[ $output == *"$word"* ]]
	done
	run "$initbench" list masks --json
	[ "$status" = 0 ]
	[[ $output == *'"name":"mpx+cet"'* ]]
	command -v jq || skip "no jq; scripts/setup installs it"
	for what in variants lanes masks events; do
		"$initbench" list "$what" --json | jq -e '.. | .name? // empty'
	done
	run "$initbench" list mask
	[ "$status" = 2 ]
	[[ $output == *"did you mean 'masks'"* ]]
}

@test "sets of events: counted, or skipped by name with the reason" {
	run scripts/pmu "$initbench" --variant u64-mask --fpu none --blocks 1 --out "$out"
	[ "$status" = 0 ]
	[[ $output == *"set topdown: "*"layouts"* || $output == *"skipped: set 'topdown': "?* ]]
	[[ $output == *"set caches: "*"layouts"* || $output == *"skipped: set 'caches': "?* ]]
}

@test "more rows than a plan has room for are refused with the number, before anything is measured" {
	run "$initbench" run --out "$out" --content init,sse,avx,avx512 --temp warm,cold \
		--mask "$("$initbench" list masks --json | grep -o '"name":"[^"]*"' | cut -d '"' -f 4 | paste -sd ,)"
	[ "$status" = 2 ]
	[[ "$output" = *"more than 4096 rows"* ]]
	[ ! -e "$out" ]
}
