#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# scripts/vm when something is wrong: it says what, shows the guest's last
# lines, ends with the right status and leaves nothing running.

bats_require_minimum_version 1.5.0

# One boot for the tests that look at what a command in a guest did.
setup_file()
{
	local shared=$BATS_FILE_TMPDIR

	export program=${B:-build}/initbench
	scripts/vm kernel >/dev/null 2>"$shared/no-kernel" || return 0
	rm "$shared/no-kernel"
	cat >"$shared/script" <<-'END'
		echo "said $WORD"
		echo wrong >&2
		echo 42 >file
		cat /proc/cmdline >cmdline
		grep -m1 ^flags /proc/cpuinfo >flags
		shared --version >version
		initbench run --lane user --variant u64-mask --mask mpx --blocks 1 --out run.jsonl
		echo $? >run.status
		exit 7
	END
	mkdir "$shared/tmp"
	TMPDIR=$shared/tmp scripts/vm run --out "$shared/out" --env WORD="it's" --file "$shared/script:/bin/script" \
		--file "$program:/bin/shared" --append "clearcpuid=smap printk.time=0" -- \
		sh /bin/script >"$shared/said" 2>&1 || echo $? >"$shared/status"
}

setup()
{
	dir=$BATS_TEST_TMPDIR
	shared=$BATS_FILE_TMPDIR
}

booting()
{
	[ ! -e "$shared/no-kernel" ] || skip "$(cat "$shared/no-kernel")"
}

# A negated command ends no test of bats.
nothing_runs()
{
	if pgrep -f "qemu.*file:$dir/tmp/"; then
		return 1
	fi
	[ -z "$(ls "$dir/tmp")" ]
}

# No machine is left whose serial lines go below TMPDIR.
vm()
{
	mkdir -p "$dir/tmp"
	run env TMPDIR="$dir/tmp" scripts/vm "$@"
	nothing_runs
}

@test "usage errors are named before anything boots" {
	vm run --no-such-option -- true
	[ "$status" = 2 ] && [[ $output == *"unknown option '--no-such-option'"* ]]
	vm walk
	[ "$status" = 2 ] && [[ $output == *"unknown command 'walk'"* ]]
	vm run --smp none -- true
	[ "$status" = 2 ] && [[ $output == *"--smp 'none' is not a positive number"* ]]
	vm run --host nowhere -- true
	[ "$status" = 2 ] && [[ $output == *"no host 'nowhere'"* ]]
	vm run --timeout
	[ "$status" = 2 ] && [[ $output == *"--timeout wants an argument"* ]]
}

@test "a kernel that is not there is named" {
	vm run --kernel "$dir/none" -- true
	[ "$status" = 2 ] && [[ $output == *"no directory $dir/none"* ]]
	vm run --kernel "$dir/none.deb" -- true
	[ "$status" = 2 ] && [[ $output == *"no file $dir/none.deb"* ]]
	mkdir "$dir/empty"
	vm run --kernel "$dir/empty" -- true
	[ "$status" = 2 ] && [[ $output == *"not one boot/vmlinuz-*"* ]]
}

@test "a file that is no kernel is refused with what the machine says" {
	mkdir -p "$dir/bad/boot" "$dir/bad/lib/modules/9.9"
	head -c 100000 /dev/zero >"$dir/bad/boot/vmlinuz-9.9"
	vm run --kernel "$dir/bad" --timeout 30 -- true
	[ "$status" = 2 ] || [ "$status" = 3 ]
	[[ $output == *"before the command did"* ]] || [[ $output == *"9.9) did not finish"* ]]
}

@test "a module that the kernel lacks is named, and nothing boots" {
	booting
	vm run --modules no-such-module -- true
	[ "$status" = 2 ] && [[ $output == *"has no module 'no-such-module'"* ]]
	vm run --modules "$dir/none.ko" -- true
	[ "$status" = 2 ] && [[ $output == *"no module $dir/none.ko"* ]]
}

@test "a module that does not load is named" {
	booting
	echo "no module" >"$dir/garbage.ko"
	vm run --modules "$dir/garbage.ko" -- true
	[ "$status" = 2 ]
	[[ $output == *"garbage.ko does not load"* ]]
}

@test "a panic is named, with the guest's last lines" {
	booting
	vm run -- sh -c 'echo c >/proc/sysrq-trigger'
	[ "$status" = 3 ]
	[[ $output == *"the guest's last lines"* ]]
	[[ $output == *"panicked: Kernel panic - not syncing: sysrq triggered crash"* ]]
}

@test "a hang ends at the timeout" {
	booting
	vm run --timeout 12 -- sh -c 'while :; do :; done'
	[ "$status" = 3 ]
	[[ $output == *"did not finish in 12 s; --timeout allows more"* ]]
}

# Init spins and says nothing; it has all the time of a run.
@test "a guest that says nothing while it boots is ended with what it said last" {
	booting
	INITBENCH_SILENT=6 vm run --append 'rdinit=/bin/sh -- -c "while :; do :; done"' -- true
	[ "$status" = 3 ]
	[[ $output == *"| "*"Run /bin/sh as init process"* ]]
	[[ $output == *" on qemu-tcg, max) hangs: it has said nothing for 6 s of processor time"* ]]
}

@test "--cpu is the emulated processor; one that is not there, or is no help to KVM, is refused" {
	booting
	vm run --cpu Haswell -- sh -c 'grep -m1 "^model name" /proc/cpuinfo; grep -c mpx /proc/cpuinfo'
	[[ $output == *"Haswell"* ]] && [[ $output == *$'\n0' ]]
	vm run --cpu 8086 -- true
	[ "$status" = 2 ] && [[ $output == *"QEMU has no processor '8086'"* ]]
	vm run --cpu Haswell --kvm -- true
	[ "$status" = 2 ] && [[ $output == *"SVM and no VMX"* ]]
	vm run --host qemu-kvm --cpu Haswell -- true
	[ "$status" = 2 ] && [[ $output == *"leave out --cpu"* ]]
}

@test "the command's status, words and files come back, and no machine is left" {
	booting
	cat "$shared/said"
	[ "$(cat "$shared/status")" = 7 ]
	grep -q "said it's" "$shared/said"
	grep -q wrong "$shared/said"
	[ "$(cat "$shared/out/file")" = 42 ]
	dir=$shared nothing_runs
}

# QEMU's clock counts each iteration of a REP; a PMU does not.
@test "an emulated kernel's string functions are loops, and --append may clear more" {
	booting
	[ "$(cat "$shared/out/run.status")" = 0 ]
	grep -q " printk.time=0" "$shared/out/cmdline"
	grep -q '"emulator": *"QEMU emulator version [^"]*, -cpu max,' "$shared/out/run.jsonl"
	grep -q '"fast_reps": *\[\]' "$shared/out/run.jsonl"
	flags=" $(cat "$shared/out/flags") "
	[[ $flags == *" xsave "* ]]
	for feature in rep_good erms fsrm smap; do
		[[ $flags != *" $feature "* ]]
	done
}

@test "host qemu-kvm without a usable /dev/kvm says so, and what needs none" {
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64; install qemu-system-x86"
	booting
	INITBENCH_SYSROOT=$dir/none vm run --host qemu-kvm -- true
	[ "$status" = 2 ]
	[[ $output == *"no $dir/none/dev/kvm: load kvm-intel or kvm-amd"*"--host qemu-tcg"* ]]
}

# A guest whose init is another reports nothing, however fast it boots.
@test "host qemu-kvm that does not boot in time is too slow" {
	[ -r /dev/kvm ] && [ -w /dev/kvm ] || skip "no usable /dev/kvm; 'initbench doctor' tells the remedy"
	booting
	vm run --host qemu-kvm --boot 5 --append "rdinit=/bin/sh" -- true
	[ "$status" = 2 ]
	[[ $output == *"qemu-kvm is too slow here"*"did not boot in 5 s; --boot allows more"* ]]
}

@test "a program that is not static finds its libraries" {
	booting
	ldd "$program" | grep -q libjson-c
	[ "$(cat "$shared/out/version")" = "$("$program" --version)" ]
}

@test "Ctrl-C ends the machine and leaves nothing" {
	booting
	mkdir "$dir/tmp"
	TMPDIR=$dir/tmp scripts/vm run -- sh -c 'while :; do :; done' &
	pid=$!
	while kill -0 "$pid" && ! pgrep -f "qemu.*file:$dir/tmp/" >/dev/null; do sleep .1; done
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" = 130 ]
	nothing_runs
}

@test "a kernel's folder waits for nobody who fetches another" {
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64"
	mkdir -p "$BATS_TEST_TMPDIR/cache/initbench" "$BATS_TEST_TMPDIR/kernel/boot"
	exec 7>"$BATS_TEST_TMPDIR/cache/initbench/lock"
	flock 7
	export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache
	run -2 timeout 20 scripts/vm run --kernel "$BATS_TEST_TMPDIR/kernel" -- true 7>&-
	[[ $output == *"not one boot/vmlinuz-"* ]]
	run -124 timeout 2 scripts/vm kernel --kernel "$BATS_TEST_TMPDIR/kernel.deb" 7>&-
}
