#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# KVM's INIT with CET, on a CPU that Bochs emulates.

setup_file()
{
	export DATE=1700000000
	make -s "${B:-build}/initbench-static" "B=${B:-build}" >&2
}

setup() { dir=$BATS_TEST_TMPDIR; }

@test "in Bochs two boots give the same records: CET is cleared and the rest kept" {
	for boot in one two; do
		scripts/vm run --host bochs --kernel forky --modules kvm-intel:enable_apicv=0 \
			--date "$DATE" --timeout 500 --out "$dir" -- initbench run --lane kvm \
			--variant kernel:init --blocks 1 --seed 1 --out $boot.jsonl
	done
	diff <(tests/measured "$dir/one.jsonl") <(tests/measured "$dir/two.jsonl")
	grep -q '"mask":"cet".*"verdict":"ok","cleared":"0x1800"' "$dir/one.jsonl"
}

@test "in Bochs two ways to clear CET differ by instructions, put and load by none" {
	tests/kernel_fixture "$dir/linux" "$(scripts/vm source --kernel forky)"
	# Status 1: a row is slower.
	scripts/compare-branches unrolled u64-mask --tree "$dir/linux" --host bochs \
		--out "$dir/out" -- --variant kernel:init,kernel:putload --content sse || [ $? = 1 ]
	grep -q '"clear_mask":"0x1800"' "$dir/out/base.jsonl"
	grep -o '"insns":[-0-9]*' "$dir/out/table.json" | tee "$dir/insns"
	[ "$(wc -l <"$dir/insns")" = 2 ]
	[ "$(sed -n 1p "$dir/insns")" != '"insns":0' ]
	[ "$(sed -n 2p "$dir/insns")" = '"insns":0' ]
}
