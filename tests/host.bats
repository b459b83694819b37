#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench run --host: the same command, in an emulated kernel.

setup()
{
	initbench=$PWD/${B:-build}/initbench
	cd "$BATS_TEST_TMPDIR" || return
}

@test "host native is this machine" {
	run "$initbench" run --host native --variant u64-mask --mask mpx --blocks 1 --out out.jsonl
	[ "$status" = 0 ]
	grep -q '"host":"native"' out.jsonl
}

@test "a guest of this processor has time, and a folder of its own" {
	INITBENCH_HOST=qemu-kvm run "$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 1
	[ "$status" = 0 ]
	grep -q '"host":"qemu-kvm".*"unit":"tick"' results/*-qemu-kvm/*.jsonl
	grep -q '"cal":{"add":' results/*-qemu-kvm/*.jsonl
	run "$initbench" analyze results/*-qemu-kvm/*.jsonl
	[[ $output == *"host      qemu-kvm, "*"core cycles (calibrated)"* ]]
}

@test "a host that there is not is refused, and those there are named" {
	run "$initbench" run --host nowhere --lane kmod,kvm
	[ "$status" = 2 ]
	[[ $output == *"no host 'nowhere'; there are: bochs qemu-kvm qemu-tcg"* ]]
	run "$initbench" run --host qemu-tcg --blocks 1 --quick
	[ "$status" = 2 ]
	[[ $output == *contradict* ]]
}

@test "a file that cannot be written is named before anything boots" {
	touch file
	run "$initbench" run --host qemu-tcg --out file/x.jsonl
	[ "$status" = 2 ]
	[[ $output == *file* ]]
}

@test "one exact block an emulated row, appended to what --out names" {
	"$BATS_TEST_DIRNAME/../scripts/vm" kernel >/dev/null 2>why || skip "$(cat why)"
	[ -x "${initbench%/*}/initbench-static" ] || skip "no initbench-static; run 'make check'"
	echo kept >out.jsonl
	run "$initbench" run --host qemu-tcg --lane kvm --variant kernel:init --content init \
		--out out.jsonl
	[ "$status" = 0 ]
	[ "$(head -n 1 out.jsonl)" = kept ]
	grep -q '"host":"qemu-tcg"' out.jsonl
	[ "$(grep -c '"type":"block"' out.jsonl)" = 1 ]
	grep -q '"status":"complete"' out.jsonl
}
