#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The module in guests of scripts/vm. Booting is what costs: setup_file boots
# them all, two at a time, and the tests look at what came back.

setup_file()
{
	export top=$PWD dir=$BATS_FILE_TMPDIR
	export B=${B:-build}

	scripts/vm kernel >/dev/null 2>"$dir/no-kernel" || return 0
	rm "$dir/no-kernel"
	layouts=$(scripts/kmod-build "$(scripts/vm headers)" 11 12 13)
	# Both the same: what the initramfs holds moves the guest's clock.
	local modules=() seed
	for seed in 11 12 13; do
		modules+=(--file "$layouts/$seed.ko:/layouts/$seed.ko")
	done
	mkdir "$dir/private"
	cp -r kmod variants "$dir/private/"
	make -s -C "$dir/private/kmod" KDIR="$(scripts/vm headers)" PRIVATE_FPU=1 modules >"$dir/private/log" 2>&1
	modules+=(--file "$dir/private/kmod/initbench.ko:/private.ko")
	boot 1 "${modules[@]}" & boot 2 "${modules[@]}" & wait
	wrong & fuzz & wait
	boot later --kernel forky
}

# Exact records, and then the checks of tests/kmod_guest.c.
boot() # NAME OPTION..
{
	local out=$dir/boot$1
	shift

	mkdir "$out"
	cat >"$out/script" <<-'END'
		initbench run --lane kmod --blocks 2 --seed 5 --out run.jsonl 2>run.log; echo $? >run.status
		initbench run --lane kmod --temp warm,cold --out cold.jsonl 2>cold.log; echo $? >cold.status
		for lane in kmod user; do
			initbench run --lane $lane --variant u64-mask --mask mpx --content sse --blocks 5 --seed 5 \
				--pmu perf::TASK-CLOCK,perf::CPU-CLOCK,perf::PAGE-FAULTS,perf::CPU-MIGRATIONS,perf::CONTEXT-SWITCHES \
				--out $lane-pmu.jsonl 2>$lane-pmu.log
		done
		initbench run --lane kmod --variant u64-mask --mask mpx --blocks 1 --pmu perf::INSTRUCTIONS \
			--out no-pmu.jsonl 2>no-pmu.log; echo $? >no-pmu.status
		kmod_guest >checks
		[ ! -d /layouts ] || initbench run --lane kmod --variant u64-mask --mask mpx --fpu none \
			--content sse --kmod-layouts /layouts --blocks 6 --seed 1 --out layouts.jsonl 2>layouts.log
		dmesg >dmesg
		[ ! -e /private.ko ] || { rmmod initbench; insmod /private.ko; }
		[ ! -e /private.ko ] || initbench run --lane kmod --fpu none --mask n:0,n:1,n:2 --content sse \
			--blocks 1 --out private.jsonl 2>private.log
	END
	scripts/vm run "$@" --date 1700000000 --out "$out" --initbench-ko \
		--file "$out/script:/bin/script" --file "$B/tests/kmod_guest" -- sh /bin/script >"$out/log" 2>&1 && status=0 || status=$?
	echo $status >"$out/status"
}

# The same checks with variants that are wrong on purpose.
wrong()
{
	local tree=$dir/wrong

	mkdir -p "$tree/out"
	cp -r kmod variants scripts "$tree/"
	cp tests/wrong_variants/*.c "$tree/variants/"
	"$tree/scripts/vm" run --out "$tree/out" --initbench-ko \
		--file "$B/tests/kmod_guest" -- kmod_guest >"$tree/checks" 2>"$tree/log" && status=0 || status=$?
	echo $status >"$tree/status"
}

fuzz()
{
	scripts/reliability --fuzz 100000 --integrity 3000 --out "$dir/fuzz.jsonl" \
		>"$dir/fuzz.log" 2>&1 && status=0 || status=$?
	echo $status >"$dir/fuzz.status"
}

setup()
{
	cd "$top" || return
	[ ! -e "$dir/no-kernel" ] || skip "$(cat "$dir/no-kernel")"
}

checks=$BATS_FILE_TMPDIR/boot1/checks

# A negated command ends no test of bats.
none() # GREP-ARGUMENT..
{
	if grep "$@"; then
		return 1
	fi
}

passed() # PATTERN COUNT: so many checks of that name, all of them good
{
	run grep -cE "^ok .*$1" "$checks"
	[ "$output" -ge "$2" ]
	none -E "^not ok .*$1" "$checks"
}

@test "the guests ran to their ends" {
	for status in boot1/status boot2/status boot1/run.status wrong/status fuzz.status; do
		[ -s "$dir/$status" ]
	done
	cat "$dir/boot1/log" "$dir/boot1/run.log"
	[ "$(cat "$dir/boot1/status" "$dir/boot1/run.status")" = $'0\n0' ]
}

@test "good arguments are taken, wrong ones refused by the right error and left alone" {
	passed "taken" 5
	passed "refused" 42
	grep -qx "ok non-zero padding is refused" "$checks"
	grep -qx "ok an unknown flag is refused" "$checks"
	grep -qx "ok an unknown version is refused" "$checks"
}

@test "only root with CAP_SYS_ADMIN opens the device" {
	grep -qx "ok the device is root's alone" "$checks"
	grep -qx "ok another user is refused by the mode" "$checks"
	grep -qx "ok another user is refused by CAP_SYS_ADMIN" "$checks"
}

@test "a signal ends a run, and slices are reported" {
	grep -qx "ok a signal ends a run with EINTR" "$checks"
	grep -qx "ok the longest slice is reported" "$checks"
	read -r _ _ longest _ _ bound < <(grep "^longest slice" "$checks")
	[ "$longest" -le "$bound" ]
}

@test "every variant does what it says; v10-bitmap clears nothing" {
	passed "verdict" 40
	# 8: QEMU says of a live component that it is in use whatever it holds.
	grep "verdict" "$checks" | none -v -e ": finding 0 " -e "putload at rest: finding 8 "
	grep -q "verdict u64-mask init none at rest: finding 0 cleared 0x18" "$checks"
	grep -q "verdict u64-mask init putload: finding 0 cleared 0x18" "$checks"
	grep -q "verdict v10-bitmap init putload: finding 0 cleared 0x0" "$checks"
	grep -q "verdict v10-bitmap-fixed init putload: finding 0 cleared 0x18" "$checks"
}

@test "the caller's registers are the same after every run, interrupted ones too" {
	none "registers changed" "$checks"
	grep -qx "ok a run that a signal ends leaves the caller's registers alone" "$checks"
}

@test "every cold line was counted, of data, of code or of both" {
	passed "proved" 3
	grep -qx "ok a warm run proves nothing" "$checks"
	read -r data _ code <<<"$(sed -n 's/^cold is proved: \([0-9]*\) lines of \(data\), \([0-9]*\) of code/\1 \2 \3/p' "$checks")"
	# Two images of 1,088 bytes and more; the variant and what it calls.
	[ "$data" -ge 36 ] && [ "$code" -ge 20 ]
}

@test "variants that are wrong are found out, each by what it does" {
	checks=$dir/wrong/checks
	grep -q "verdict wrong-leaves init none: finding 1 cleared 0x8" "$checks"
	grep -q "verdict wrong-registers init putload: finding 3 " "$checks"
	grep -q "verdict wrong-image init none: finding 4 " "$checks"
	grep -q "verdict wrong-swaps init putload: finding 5 " "$checks"
	grep -q "^not ok verdict wrong-registers init none: .*registers changed" "$checks"
	# The others are not blamed for it.
	[ "$(grep -v "at rest" "$checks" | grep -c "verdict u64-mask .*: finding 0 ")" = 4 ]
	[ "$(grep -v "at rest" "$checks" | grep -c "^not ok")" = 1 ]
}

@test "two boots give the same records, byte for byte" {
	[ -s "$dir/boot1/run.jsonl" ]
	grep -q '"type":"end".*"status":"complete"' "$dir/boot1/run.jsonl"
	cmp "$dir/boot1/run.jsonl" "$dir/boot2/run.jsonl"
}

@test "rows are exact counts, from the kernel's own put and load" {
	[ "$(grep -c '"insns_how":"icount"' "$dir/boot1/run.jsonl")" -ge 70 ]
	grep '"skip":null' "$dir/boot1/run.jsonl" | none -v '"insns_how":"icount"'
	none '"proxy":true' "$dir/boot1/run.jsonl"
}

@test "the record names the compiler and the options that the module's variants are built with" {
	module=$(grep '"type":"run"' "$dir/boot1/run.jsonl" | grep -o '"module":{[^}]*}')
	[[ $module == *'"compiler":"'*gcc*' '[0-9]* ]] || [[ $module == *'"compiler":"'*clang* ]]
	flags=${module#*'"cflags":"'}
	flags=${flags%%'"'*}
	[[ " $flags " == *" -O2 "*" -fno-ipa-icf "* ]]
	[[ $flags == *-mcmodel=kernel* ]]
	# Nothing private: no directory, no macro, no warning.
	[[ $flags != *[/\\]* ]] && [[ $flags != *-[DIW]* ]]
}

# The table of bytes is the compiler's: symbol sizes of the objects that were linked.
@test "bytes of each variant are those that nm finds in the module's objects" {
	objects=build/kmod/$(sed -n 's/.*"kernel":{"release":"\([^"]*\)".*/\1/p' "$dir/boot1/run.jsonl" | head -n 1)/variants
	[ "$B" = build ] && [ -d "$objects" ] || skip "no $objects; scripts/kmod-build makes it"
	compared=0
	while read -r variant fpu bytes; do
		name=${variant//-/_}
		other=$([ "$fpu" = none ] && echo putload || echo clear)
		sum=$(nm -S --defined-only -t d "$objects/$name.o" | awk -v other="${name}_$other" \
			'NF == 4 && tolower($3) == "t" && $4 !~ /\.cold$/ && $4 != other { sum += $2 } END { print sum + 0 }')
		[ "$sum" = "$bytes" ]
		compared=$((compared + 1))
	done < <(grep '"type":"row"' "$dir/boot1/run.jsonl" | grep '"skip":null' | grep -v '"variant":"part:' |
		sed -n 's/.*"variant":"\([^"]*\)".*"fpu":"\([^"]*\)".*"bytes":\([0-9]*\).*/\1 \2 \3/p' | sort -u)
	[ "$compared" -ge 20 ]
}

@test "verdicts in the records: ok, or the known bug of v10-bitmap, skipped rows unchecked" {
	rows=$(grep '"type":"row"' "$dir/boot1/run.jsonl" | grep '"skip":null')
	grep '"variant":"v10-bitmap",.*"mask":"mpx"' <<<"$rows" |
		grep '"verdict":"known-bug","cleared":"0x0"'
	none '"verdict":"wrong"' <<<"$rows"
	[ "$(grep -c '"variant":"u64-mask",.*"verdict":"ok"' <<<"$rows")" -ge 3 ]
}

@test "components that the guest lacks are skipped by name" {
	grep '"variant":"u64-mask",.*"mask":"cet",' "$dir/boot1/run.jsonl" |
		grep "the guest's fpstate has no cet_user+cet_kernel"
}

@test "each block has the layout of a module of its own, and all count the same" {
	cat "$dir/boot1/layouts.log"
	blocks=$(grep '"type":"block"' "$dir/boot1/layouts.jsonl" | grep -o '"seed":"[^"]*"' | sort | uniq -c)
	[ "$(wc -l <<<"$blocks")" -ge 2 ]
	grep -vE '"seed":"0x[bcd]"' <<<"$blocks" | none .
	[ "$(grep '"type":"block"' "$dir/boot1/layouts.jsonl" | grep -o '"ticks":[^]]*' | sort -u | wc -l)" = 1 ]
}

clear_counts() # FILE: "VARIANT/MASK INSNS" of each clear
{
	sed -n '/"skip":null/s/.*"variant":"\([^":]*\)","event":"init","fpu":"none","mask":"\(n:[012]\)","content":"sse".*"insns":\([0-9]*\).*/\1\/\2 \3/p' "$1" |
		LC_ALL=C sort
}

# The kernel's fpstate_clear_xstate_component() has checks that the module's own
# lacks, as many a call; nothing else may differ.
@test "built with functions of its own, the module counts what it counts with the kernel's" {
	cat "$dir/private/log" "$dir/boot1/private.log"
	grep -q '"module":{"fpu":"private"' "$dir/boot1/private.jsonl"
	grep -q '"module":{"fpu":"kernel"' "$dir/boot1/run.jsonl"
	grep '"skip":null' "$dir/boot1/private.jsonl" | none -v '"proxy":true'
	LC_ALL=C join <(clear_counts "$dir/boot1/run.jsonl") <(clear_counts "$dir/boot1/private.jsonl") >"$BATS_TEST_TMPDIR/both"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/both")" -ge 6 ]
	calls=$(awk '$1 == "u64-mask/n:1" { print $2 - $3 }' "$BATS_TEST_TMPDIR/both")
	[ "$calls" -ge 1 ]
	awk -v calls="$calls" '{ components = substr($1, length($1)); more = $2 - $3
		if (more && more != calls * components) { print; bad = 1 } } END { exit bad }' "$BATS_TEST_TMPDIR/both"
}

@test "a seed places the variants, the same way every time" {
	run kmod/layout.sh 7 one two three
	first=$output
	run kmod/layout.sh 7 one two three
	[ "$output" = "$first" ]
	run kmod/layout.sh 8 one two three
	[ "$output" != "$first" ]
	[ "$(grep -cE '/(one|two|three)\.o\(\.text\)' <<<"$output")" = 3 ]
}

@test "cold rows are skipped by name where the clock counts instructions" {
	[ "$(cat "$dir/boot1/cold.status")" = 0 ]
	rows=$(grep '"type":"row"' "$dir/boot1/cold.jsonl")
	[ "$(grep -c '"temp":"warm",.*"skip":null' <<<"$rows")" -ge 10 ]
	[ "$(grep -c '"temp":"cold",.*"skip":"an emulated host has no caches' <<<"$rows")" -ge 10 ]
	grep '"temp":"cold"' <<<"$rows" | none '"skip":null'
}

# The guest's clock counts instructions, so that its software clocks do. The timer's
# interrupt adds some 13,000 to what it meets, of a row or of its baseline.
@test "--pmu: the module counts a row's events, and blocks have them as lane user's do" {
	cat "$dir/boot1/kmod-pmu.log"
	for lane in kmod user; do
		grep '"type":"block"' "$dir/boot1/$lane-pmu.jsonl" | grep -o '"pmu":{.*}}' |
			sed 's/\[[0-9,]*\]/[row,empty]/g' | sort -u >"$BATS_TEST_TMPDIR/$lane"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/$lane")" = 1 ]
	done
	cmp "$BATS_TEST_TMPDIR/kmod" "$BATS_TEST_TMPDIR/user"
	# An instruction is 1 ns, but how fast its clock runs the guest finds out for itself.
	for row in 0 1; do
		insns=$(sed -n "s/.*\"row\":$row,\"lane\".*\"insns\":\([0-9]*\).*/\1/p" "$dir/boot1/kmod-pmu.jsonl")
		ns=$(grep "\"type\":\"block\",.*\"row\":$row," "$dir/boot1/kmod-pmu.jsonl" |
			sed -n 's/.*"pmu":{"n":256,.*TASK-CLOCK":\[\([0-9]*\),\([0-9]*\)\].*/\1 \2/p' |
			awk '{ print $1 - $2 }' | sort -n)
		echo "row $row: $insns instructions; ns for 256: ${ns//$'\n'/ }"
		[ "$(wc -l <<<"$ns")" = 5 ]
		median=$(sed -n 3p <<<"$ns")
		[ "$median" -ge "$((256 * insns * 9 / 10))" ]
		[ "$median" -le "$((256 * insns * 11 / 10))" ]
	done
}

@test "--pmu: what the guest has no counter for is refused by name, and is null by default" {
	[ "$(cat "$dir/boot1/no-pmu.status")" = 2 ]
	grep "event 'perf::INSTRUCTIONS': this CPU or its hypervisor does not count it" "$dir/boot1/no-pmu.log"
	grep '"type":"run"' "$dir/boot1/run.jsonl" | grep '"pmu":{"available":false,"why":"cycles: '
}

@test "a kernel that keeps its FPU functions for KVM: the module's own, and rows say so" {
	[ "$(cat "$dir/bootlater/status")" != 2 ] || skip "$(tail -n 1 "$dir/bootlater/log")"
	cat "$dir/bootlater/log" "$dir/bootlater/run.log"
	[ "$(cat "$dir/bootlater/status" "$dir/bootlater/run.status")" = $'0\n0' ]
	rows=$(grep '"type":"row"' "$dir/bootlater/run.jsonl" | grep '"skip":null')
	[ "$(grep -c '"proxy":true' <<<"$rows")" -ge 70 ]
	none '"proxy":false' <<<"$rows"
	none '"verdict":"wrong"' <<<"$rows"
	none "^not ok" "$dir/bootlater/checks"
	run scripts/splats "$dir/bootlater/dmesg"
	[ "$status" = 0 ]
}

@test "100,000 random ioctls from four threads, and the kernel says nothing" {
	cat "$dir/fuzz.log"
	[ "$(cat "$dir/fuzz.status")" = 0 ]
	line=$(grep '"what":"fuzz"' "$dir/fuzz.jsonl")
	grep -qE '"calls":1000[0-9]{2},' <<<"$line"
	[[ $line == *'"splats":0,"in_module":0,"ended":"0"'* ]]
	# All that should race did.
	grep -qE '"opens":[1-9].*"signals":[1-9].*"cpu_offlines":[1-9].*"unloads":[1-9]' <<<"$line"
	for answer in 0 EINVAL EFAULT ENOTTY EOPNOTSUPP; do
		grep -qE "\"$answer\":[1-9]" <<<"$line"
	done
}

@test "tasks with patterned registers are not disturbed" {
	line=$(grep '"what":"integrity"' "$dir/fuzz.jsonl")
	grep -qE '"runs":3000,.*"looks":[1-9].*"disturbed":0' <<<"$line"
	[[ $line == *'"splats":0,"in_module":0,"ended":"0"'* ]]
}

@test "a kernel's complaints are recognised in its log" {
	for line in "WARNING: CPU: 0 PID: 9 at arch/x86/kernel/fpu/core.c:57 x" "BUG: KASAN: slab-out-of-bounds" \
		    "UBSAN: array-index-out-of-bounds" "BUG: sleeping function called from invalid context" \
		    "WARNING: possible circular locking dependency detected" "rcu: INFO: rcu_preempt self-detected stall" \
		    "INFO: task sh:12 blocked for more than 120 seconds." "Call Trace:"; do
		run scripts/splats <<<"[    1.000000] $line"
		[ "$status" = 1 ]
	done
	run scripts/splats <<<"[    1.000000] smpboot: CPU 1 is now offline"
	[ "$status" = 0 ]
	run scripts/splats </dev/null
	[ "$status" = 2 ]
}
