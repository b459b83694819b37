#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# KVM's INIT with CET, on a CPU that Bochs emulates.

setup_file()
{
	export DATE=1700000000
	make -s "${B:-build}/initbench-static" "B=${B:-build}" >&2
}

setup() { dir=$BATS_TEST_TMPDIR; }

# What a boot measured, without what names the run: the rows, and of each block the
# commonest sample. Every eighth INIT or so pays for a slab, not always the same; a
# vCPU that is made, or several at once, wait for others, so that their rows are left out.
measured()
{
	python3 - "$1" <<-'END'
	import json, statistics, sys
	several = set()
	for line in open(sys.argv[1]):
	    record = json.loads(line)
	    if record["type"] == "row" and record["variant"].startswith(("kernel:storm", "kernel:vcpu")):
	        several.add(record["row"])
	    if record.get("row") in several:
	        continue
	    if record["type"] == "row":
	        print(record)
	    if record["type"] == "block":
	        print(record["row"], record["n"], [statistics.mode(record[side]) for side in ("ticks", "empty")])
	END
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
