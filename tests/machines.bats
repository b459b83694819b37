#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Machines, guests and containers that are not the usual one.

setup_file()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	"${CC:-gcc}" -o "$BATS_FILE_TMPDIR/confined" tests/confined.c
	"${CC:-gcc}" -shared -fPIC -D_GNU_SOURCE -o "$BATS_FILE_TMPDIR/many_cpus.so" \
		tests/many_cpus.c
}

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	initbench=${B:-build}/initbench
	static=${B:-build}/initbench-static
	confined=$BATS_FILE_TMPDIR/confined
	out=$BATS_TEST_TMPDIR/out.jsonl
}

# As many rows as are quick, warm and cold.
few() { "$@" run --blocks 2 --variant u64-mask,unrolled --temp warm,cold --out "$out"; }

# FILE TEXT: a file of the machine below INITBENCH_SYSROOT.
machine()
{
	export INITBENCH_SYSROOT=$BATS_TEST_TMPDIR/root
	mkdir -p "$INITBENCH_SYSROOT$(dirname "$1")"
	echo "$2" >"$INITBENCH_SYSROOT$1"
}

need_root() { [ "$(id -u)" = 0 ] || skip "not root"; }

need_two_cpus()
{
	allowed=$(taskset -cp $$ | sed 's/.*: //')
	[[ $allowed =~ ^0[-,]1 ]] || skip "not both of CPUs 0 and 1 are allowed here"
}

# MODEL: a CPU of qemu-user's. With a host named, its clock is taken for a count.
emulated()
{
	command -v qemu-x86_64 || skip "no qemu-x86_64 (package qemu-user)"
	qemu=(qemu-x86_64 -cpu "$1" "$static")
}

field() { grep -m 1 '"type":"run"' "$out" | grep -o "\"$1\":[^,}]*" | head -1 | cut -d : -f 2-; }

@test "without XGETBV of ECX = 1 the registers' state is asserted by XSAVE" {
	INITBENCH_HIDE=xgetbv1 run few "$initbench"
	[ "$status" = 0 ]
	[[ $output != *wrong* ]]
	[ "$(field xgetbv1)" = false ]
}

@test "a CPU without XGETBV of ECX = 1: the default matrix and the study pass" {
	emulated Haswell
	INITBENCH_HOST=qemu-tcg run "${qemu[@]}" run --out "$out"
	[ "$status" = 0 ]
	[ "$(field xgetbv1)" = false ]
	[ "$(grep -c '"verdict":"ok"' "$out")" -gt 50 ]
	INITBENCH_HOST=qemu-tcg run "${qemu[@]}" run --study --blocks 1 --out "$out"
	[ "$status" = 0 ]
}

@test "an emulated CPU is found by CPUID: no time is measured there" {
	emulated max
	run "${qemu[@]}" run --out "$out"
	[ "$status" = 2 ]
	[ ! -e "$out" ]
	[[ $output == *"emulated (QEMU TCG"*"--host qemu-tcg"* ]]
	"${qemu[@]}" doctor | grep '^  limits *emulation .*QEMU TCG'
	"${qemu[@]}" doctor | grep '^  lane user *does not run: .*emulated'
	"${qemu[@]}" doctor | grep '^  note *core *cannot be told here'
}

@test "an emulated CPU that hides is found by what it does" {
	for model in max,-hypervisor Haswell,-hypervisor; do
		emulated "$model"
		run "${qemu[@]}" run --out "$out"
		[ "$status" = 2 ]
		[[ $output == *emulated*"--host qemu-tcg"* && $output != *"QEMU TCG"* ]]
	done
}

@test "this CPU is not found to be emulated" {
	! grep -q TCG /proc/cpuinfo || skip "it is"
	"$initbench" doctor | grep '^  ok *emulation'
}

@test "more CPUs than a cpu_set_t has room for" {
	LD_PRELOAD=$BATS_FILE_TMPDIR/many_cpus.so run few "$initbench"
	[ "$status" = 0 ]
	LD_PRELOAD=$BATS_FILE_TMPDIR/many_cpus.so run "$initbench" doctor
	[ "$status" = 0 ]
	[[ $output =~ core\ +(cpu|the\ core|its\ core) ]]
}

@test "without CPU 0 another one is the default, and nothing untyped is blamed" {
	need_two_cpus
	run taskset -c 1 "$initbench" run --blocks 1 --variant u64-mask --mask mpx --out "$out"
	[ "$status" = 0 ]
	[ "$(field index)" = 1 ]
	run "$initbench" run --cpu 4000 --out "$out"
	[ "$status" = 2 ]
	[[ $output == *--cpu*"CPU 4000"* ]]
}

@test "hybrid CPUs: a performance core by default, either by --cpu, and the type is recorded" {
	need_two_cpus
	machine /sys/devices/cpu_core/cpus 0
	machine /sys/devices/cpu_atom/cpus 1
	run "$initbench" run --blocks 1 --variant u64-mask --mask mpx --out "$out"
	[ "$status" = 0 ]
	[ "$(field index) $(field core_type)" = '0 "core"' ]
	"$initbench" doctor | grep 'cpu0$'
	rm "$out"
	run "$initbench" run --cpu 1 --blocks 1 --variant u64-mask --mask mpx --out "$out"
	[ "$status" = 0 ]
	[ "$(field index) $(field core_type)" = '1 "atom"' ]
}

@test "an isolated CPU comes first, unless taskset says otherwise" {
	need_two_cpus
	machine /sys/devices/system/cpu/isolated 0
	machine /sys/devices/system/cpu/online 0-1
	"$initbench" doctor | grep -m 1 'cpu0$'
	taskset -c 1 "$initbench" doctor | grep -m 1 'cpu0$'
	machine /sys/devices/system/cpu/online 0-3
	taskset -c 1 "$initbench" doctor | grep -m 1 'cpu1$'
	machine /sys/devices/cpu_core/cpus 1
	"$initbench" doctor | grep -m 1 'cpu1$'
}

@test "a quota is seen by doctor, of cgroup v1 and v2, in the group and around it" {
	machine /proc/self/cgroup '0::/a/b'
	machine /sys/fs/cgroup/a/b/cpu.max 'max 100000'
	"$initbench" doctor | grep '^  ok *quota'
	machine /sys/fs/cgroup/a/cpu.max '50000 100000'
	machine /sys/fs/cgroup/a/cpu.stat 'nr_throttled 7'
	"$initbench" doctor | grep '^  disturbs *quota *0.5 CPUs.*/a).* 7 times'
	machine /proc/self/cgroup '4:cpu,cpuacct:/docker/not/visible'
	machine /sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us 200000
	machine /sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us 100000
	"$initbench" doctor | grep '^  note *quota *2 CPUs'
	rm "$INITBENCH_SYSROOT/proc/self/cgroup"
	"$initbench" doctor | grep '^  note *quota *not known'
}

# A group of a twentieth of a CPU, in whichever version is mounted.
small_group()
{
	need_root
	if [ -w /sys/fs/cgroup/cpu/cgroup.procs ]; then
		group=/sys/fs/cgroup/cpu/initbench-test-$$
		mkdir "$group" || skip "no control group can be made here"
		echo 100000 >"$group/cpu.cfs_period_us"
		echo 5000 >"$group/cpu.cfs_quota_us"
	else
		group=/sys/fs/cgroup/initbench-test-$$
		{ echo +cpu >/sys/fs/cgroup/cgroup.subtree_control && mkdir "$group" &&
			echo '5000 100000' >"$group/cpu.max"; } 2>/dev/null ||
			skip "no control group with a CPU quota can be made here"
	fi
}

teardown()
{
	[ -z "${group-}" ] || rmdir "$group"
	[[ $out != /dev/shm/* ]] || rm -f "$out"
}

# Into memory: a block that waits for its disk is throttled there, between blocks.
@test "a run that is throttled warns, and drops the blocks by that name" {
	[ -w /dev/shm ] || skip "no /dev/shm"
	small_group
	out=$(mktemp /dev/shm/initbench-test-XXXXXX)
	# shellcheck disable=SC2016
	run sh -c 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' sh "$group" \
		"$initbench" run --blocks 4 --variant u64-mask,unrolled --out "$out"
	[ "$status" = 0 ]
	[[ $output == *warning*"may use 0.05 of a CPU"* ]]
	grep -q '"dropped":"throttled by its CPU quota"' "$out"
}

# RESTRICTION: impose it or skip.
confine()
{
	"$confined" "$1" true || [ $? != 77 ] || skip "this kernel does not know $1"
}

@test "code is never writable and executable at once, and mapped anew where that is refused" {
	for restriction in mdwe noexec; do
		confine "$restriction"
		run few "$confined" "$restriction" "$initbench"
		[ "$status" = 0 ]
		"$confined" "$restriction" "$initbench" doctor | grep '^  ok *code '
	done
}

@test "code that may not become executable at all: said before anything is measured" {
	for restriction in never killed; do
		confine "$restriction"
		run few "$confined" "$restriction" "$initbench"
		[ "$status" = 2 ]
		[ ! -e "$out" ]
		[[ $output == *"cannot be made executable"*seccomp* ]]
		"$confined" "$restriction" "$initbench" doctor | grep '^  limits *code '
		"$confined" "$restriction" "$initbench" doctor | grep '^  lane user *does not run: code'
	done
}

# glibc's loader reads the TSC, so that no program with shared libraries starts.
@test "an RDTSC that faults is named, with the remedy" {
	run "$confined" notsc "$static" run --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"PR_SET_TSC"* ]]
	"$confined" notsc "$static" doctor | grep '^  limits *tsc .*PR_SET_TSC'
	run "$confined" notsc "$static" kvm-storm 1
	[ "$status" = 2 ]
}

# COMMAND: without /proc and /sys.
bare()
{
	# shellcheck disable=SC2016
	unshare --mount sh -c 'mount -t tmpfs none /sys && mount -t tmpfs none /proc &&
		exec "$@"' sh "$@"
}

@test "without /proc and /sys facts are not known, and it measures" {
	need_root
	unshare --mount true || skip "no mount namespaces here"
	bare "$PWD/$initbench" doctor >"$BATS_TEST_TMPDIR/doctor"
	for check in cpuid governor turbo smt isolation load quota perf_event_paranoid; do
		grep "^  note *$check  *not known" "$BATS_TEST_TMPDIR/doctor"
	done
	run grep -E '^  ok .*(none|no limit)' "$BATS_TEST_TMPDIR/doctor"
	[ "$status" = 1 ]
	run bare "$PWD/$initbench" run --blocks 2 --variant u64-mask --out "$out"
	[ "$status" = 0 ]
	[ "$(field mitigations)" = null ]
	run "$initbench" analyze "$out"
	[[ $status != 2 ]]
}

@test "a /dev/kvm that is no KVM is named" {
	need_root
	[ -e /dev/kvm ] || skip "no /dev/kvm to be hidden"
	# shellcheck disable=SC2016
	run unshare --mount sh -c 'mount --bind /dev/null /dev/kvm && exec "$@"' sh \
		"$initbench" run --lane kvm --out "$out"
	[ "$status" = 2 ]
	[[ $output == *"/dev/kvm opens, but it is no KVM device"* ]]
}

@test "a checkout of another user: that its commit is unknown is said, with the remedy" {
	need_root
	tree=$BATS_TEST_TMPDIR/tree
	mkdir "$tree"
	cp -r scripts lib bench cmd variants kmod "$tree"
	git -C "$tree" init -q
	git -C "$tree" add scripts
	git -C "$tree" -c user.name=a -c user.email=a@example.org commit -qm one
	chown -R 65534 "$tree"
	run env -u SUDO_UID "$tree/scripts/version-header" 1 cc '' ''
	[ "$status" = 0 ]
	[[ $output == *unknown*"git config --global --add safe.directory $tree"* ]]
	[[ $output == *'IB_COMMIT      "unknown"'* ]]
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$tree
	run "$tree/scripts/version-header" 1 cc '' ''
	[[ $output != *unknown* ]]
}
