#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# KVM's INIT with CET, on a CPU that Bochs emulates.

setup_file()
{
	export DATE=1700000000
	make -s "${B:-build}/initbench-static" "B=${B:-build}" >&2
}

setup() { dir=$BATS_TEST_TMPDIR; }

# What a boot measured, without what names the run.
measured()
{
	sed -E '/"type":"(run|end)"/d; s/"seed":"[^"]*"//' "$1"
}

@test "in Bochs two boots give the same records: CET is cleared and the rest kept" {
	for boot in one two; do
		scripts/vm run --host bochs --kernel forky --modules kvm-intel:enable_apicv=0 \
			--date "$DATE" --timeout 500 --out "$dir" -- initbench run --lane kvm \
			--variant kernel:init --blocks 1 --seed 1 --out $boot.jsonl
	done
	diff <(measured "$dir/one.jsonl") <(measured "$dir/two.jsonl")
	grep -q '"mask":"cet".*"verdict":"ok","cleared":"0x1800"' "$dir/one.jsonl"
}

@test "in Bochs two ways to clear CET differ by the same instructions each time" {
	tests/kernel_fixture "$dir/linux" "$(scripts/vm source --kernel forky)"
	for out in one two; do
		# Status 1: a row is slower.
		scripts/compare-branches unrolled u64-mask --tree "$dir/linux" --host bochs \
			--out "$dir/$out" -- --variant kernel:init,kernel:putload --content sse || [ $? = 1 ]
		grep -o '"insns":[-0-9]*' "$dir/$out/table.json" >"$dir/$out.insns"
	done
	cat "$dir/one.insns"
	cmp "$dir/one.insns" "$dir/two.insns"
	grep -q '"clear_mask":"0x1800"' "$dir/one/base.jsonl"
	# INIT, then put and load, which are the same on both sides.
	[ "$(wc -l <"$dir/one.insns")" = 2 ]
	[ "$(sed -n 1p "$dir/one.insns")" != '"insns":0' ]
	[ "$(sed -n 2p "$dir/one.insns")" = '"insns":0' ]
}

