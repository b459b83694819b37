#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2030,SC2031 # status and output are bats' own
# KVM's own INIT: without /dev/kvm, and in an emulated kernel that has it.

setup_file()
{
	export DATE=1700000000
	command -v qemu-system-x86_64 >/dev/null || return 0
	make -s "${B:-build}/initbench-static" "B=${B:-build}" >&2
}

setup()
{
	initbench=${B:-build}/initbench
	dir=$BATS_TEST_TMPDIR
}

needs_vm()
{
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64"
}

vm() { scripts/vm run --modules kvm-amd --date "$DATE" --out "$dir" --timeout 500 "$@"; }

# The program with the libraries it is linked to.
with_libraries() # PROGRAM; sets files
{
	local library

	files=(--file "$1")
	for library in $(ldd "$1" | grep -o '/[^ ]*'); do
		files+=(--file "$library:/$library")
	done
}

# A mount namespace of its own, set up by SETUP: the machine's /dev/kvm, if any, stays.
in_namespace() # SETUP COMMAND..
{
	unshare -m true 2>/dev/null || skip "no mount namespace of our own; run as root"
	# shellcheck disable=SC2016 # for that shell
	run unshare -m sh -c 'eval "$1"; shift; exec "$@"' sh "$@"
	echo "$output"
}

@test "without /dev/kvm the lane and the storm say so, and the remedy" {
	in_namespace 'mount -t tmpfs none /dev' "$initbench" kvm-storm 10
	[ "$status" = 2 ]
	[[ $output == *"/dev/kvm: No such file"*"scripts/vm"* ]]
	in_namespace 'mount -t tmpfs none /dev' \
		"$initbench" run --lane kvm --blocks 1 --out "$dir/out.jsonl"
	[ "$status" = 2 ]
	[[ $output == *"/dev/kvm: No such file"*"scripts/vm"* ]]
}

@test "a /dev/kvm that is not KVM's, or not permitted, is named" {
	in_namespace 'mount -t tmpfs none /dev; mknod /dev/kvm c 1 3' "$initbench" kvm-storm 10
	[ "$status" = 2 ]
	[[ $output == *"/dev/kvm opens"*"no KVM device"* ]]
	in_namespace 'mount -t tmpfs none /dev; mknod -m 600 /dev/kvm c 1 3; chmod 711 /dev' \
		setpriv --reuid 65534 --clear-groups "$(realpath "$initbench")" kvm-storm 10
	[ "$status" = 2 ]
	[[ $output == *"/dev/kvm: Permission denied; run as root or join the group kvm"* ]]
}

@test "kvm-storm names a wrong number" {
	for n in 0 -1 x 1x 999999999999; do
		run "$initbench" kvm-storm -- "$n"
		[ "$status" = 2 ]
		[[ $output == *"'$n'"* ]]
	done
}

# The tests of a program, none of them skipped.
passes_in_vm() # TESTS PROGRAM VM-OPTION..
{
	local tests=$1 program=$2
	shift 2

	needs_vm
	with_libraries "${B:-build}/tests/$program"
	run vm "$@" "${files[@]}" -- env CMOCKA_MESSAGE_OUTPUT=TAP "$program"
	echo "$output"
	[ "$status" = 0 ]
	[ "$(grep -c '^ok' <<<"$output")" = "$tests" ]
	[ "$(grep -ic '# skip' <<<"$output")" = 0 ]
}

@test "the library's tests pass in an emulated kernel" {
	passes_in_vm 11 test_kvm_vm
}

# Not with exact time: there a processor that waits for another keeps it from running.
@test "storms take every INIT on two processors of an emulated kernel" {
	passes_in_vm 3 test_kvm_storm --smp 2 --no-icount
}

@test "kvm-storm takes its INITs; without permission /dev/kvm is named with the remedy" {
	needs_vm
	echo 'nobody:x:65534:65534::/:/bin/sh' >"$dir/passwd"
	run vm --file "$dir/passwd:/etc/passwd" -- sh -c '
		initbench kvm-storm 200 && initbench kvm-storm --no-init 200 && echo took
		chmod 600 /dev/kvm
		su -s /bin/sh nobody -c "/bin/initbench kvm-storm 1"'
	echo "$output"
	[ "$status" = 2 ]
	[[ $output == *took* ]]
	[[ $output == *"/dev/kvm: Permission denied; run as root or join the group kvm"* ]]
}

@test "two boots give the same records, and INIT is in them" {
	needs_vm
	vm -- initbench run --lane kvm --blocks 1 --seed 1 --out one.jsonl
	vm -- initbench run --lane kvm --blocks 1 --seed 1 --out two.jsonl
	diff <(tests/measured "$dir/one.jsonl") <(tests/measured "$dir/two.jsonl")
	grep -q '"variant":"kernel:init".*"insns":[1-9][0-9]*,"insns_how":"icount".*"verdict":"ok"' \
		"$dir/one.jsonl"
	grep -q '"kvm":{"supported_xcr0":"0x[0-9a-f]*","supported_xss":' "$dir/one.jsonl"
	run "$initbench" kernels "$dir/one.jsonl"
	[ "$status" = 0 ]
	[[ $output == *"host qemu-tcg"*unrolled* ]]
}

@test "kernels names files without such a run" {
	: >"$dir/empty.jsonl"
	run "$initbench" kernels "$dir/empty.jsonl"
	[ "$status" = 2 ]
	run "$initbench" kernels
	[ "$status" = 2 ]
	[[ $output == *bench-kernels* ]]
}
