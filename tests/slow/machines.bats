#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Guests that are not the usual one, in whole emulated machines.

bats_require_minimum_version 1.5.0

setup()
{
	cd "$BATS_TEST_DIRNAME/../.." || return
	static=${B:-build}/initbench-static
	cd "$BATS_TEST_TMPDIR" || return
	vm=$BATS_TEST_DIRNAME/../../scripts/vm
}

# VM OPTION.. -- COMMAND..: in a guest with the program.
guest() { run "$vm" run --file "$OLDPWD/$static:/bin/initbench" "$@"; }

@test "a processor without XGETBV of ECX = 1: no row is wrong" {
	guest --cpu Haswell -- initbench run --blocks 1 --out x.jsonl
	[ "$status" = 0 ]
	grep -q '"xgetbv1":false' x.jsonl
	[ "$(grep -c '"verdict":"ok"' x.jsonl)" -gt 50 ]
	run ! grep -q '"verdict":"wrong"' x.jsonl
}

@test "a guest that scripts/vm did not start is found to be emulated" {
	guest -- sh -c 'unset INITBENCH_HOST; initbench run --out x.jsonl'
	[ "$status" = 2 ]
	[[ $output == *"emulated (QEMU TCG"*"--host qemu-tcg"* ]]
}

# Bochs has no leaf of a hypervisor, and XRSTOR initialises there.
@test "an emulator that says nothing is found by its latencies" {
	guest --host bochs --timeout 900 -- sh -c 'unset INITBENCH_HOST; initbench run --out x.jsonl'
	[[ $output != *"no Bochs"* ]] || skip "no Bochs here"
	[ "$status" = 2 ]
	[[ $output == *"emulated (instructions do not take their latencies)"* ]]
}

@test "2,048 possible CPUs" {
	guest --append possible_cpus=2048 --memory 2048 -- \
		sh -c 'grep -qE "^Cpus_allowed:.*(,.*){33}" /proc/self/status && echo many;
			initbench run --variant u64-mask --out x.jsonl'
	[[ $output == *many* ]]
	[ "$status" = 0 ]
	grep -q '"status":"complete"' x.jsonl
}

# Bit 4 of the first word is the TSC.
@test "a kernel without a frequency of the TSC: the module refuses to load, and says why" {
	ko=$(cd "$OLDPWD" && realpath "$(scripts/kmod-build "$(scripts/vm headers)")")
	guest --append clearcpuid=4 --file "$ko:/initbench.ko" -- \
		sh -c 'insmod /initbench.ko; ls /dev/initbench; dmesg | grep initbench:'
	[[ $output == *"can't insert '/initbench.ko': No such device"* ]]
	[[ $output == *"initbench: the kernel has no frequency of the time stamp counter"* ]]
	[[ $output == *"/dev/initbench: No such file"* ]]
}
