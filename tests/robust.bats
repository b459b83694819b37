#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What a results file survives: damage, SIGKILL, a full disk, a folder that is read-only.

setup()
{
	initbench=$PWD/${B:-build}/initbench
	dir=$BATS_TEST_TMPDIR
}

teardown() { ! mountpoint -q "$dir/disk" || umount "$dir/disk"; }

# A file system of that size at $dir/disk.
small_disk() # SIZE
{
	[ "$(id -u)" = 0 ] || skip "not root, and a small tmpfs needs it"
	mkdir "$dir/disk"
	mount -t tmpfs -o "size=$1" none "$dir/disk" 2>"$dir/why" ||
		skip "no tmpfs can be mounted here: $(cat "$dir/why")"
}

measure() # FILE [OPTION..]
{
	run "$initbench" run --variant u64-mask,unrolled --mask mpx --fpu none --out "$@"
}

# A script that appends a record to $dir/out found nothing wrong in so many of WHAT, and more.
finds_nothing() # WHAT MORE-THAN COMMAND..
{
	run "${@:3}" --out "$dir/out"
	echo "$output"
	[ "$status" = 0 ]
	[ "$(sed "s/.*\"$1\":\([0-9]*\).*/\1/" "$dir/out")" -gt "$2" ]
}

@test "fuzz: targets take turns until a time, and a record of each is kept" {
	mkdir "$dir/bin"
	printf '#!/bin/sh\necho "stat::number_of_executed_units: 7"; sleep .2\n' >"$dir/bin/fuzz_record"
	chmod +x "$dir/bin/fuzz_record"
	cp "$dir/bin/fuzz_record" "$dir/bin/fuzz_encode"
	B=$dir/bin scripts/fuzz --seconds 1 record encode --out "$dir/out"
	[ "$(grep -c '"executions":7' "$dir/out")" = 2 ]
	run env B="$dir/bin" scripts/fuzz --until 06:00 record
	[ "$status" = 2 ]
	run env B="$dir/bin" scripts/fuzz nothing
	[ "$status" = 2 ]
}

@test "the fuzzer sees what breaks the reader" {
	command -v clang >/dev/null || skip "no clang; scripts/setup installs it"
	mkdir "$dir/tests"
	cat >"$dir/wrong.c" <<-'END'
	#include <stdint.h>
	#include <stdlib.h>
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
	{
		volatile char *p = malloc(1);

		p[size > 0 && data[0] == '{'] = 0;
		free((void *)p);
		return 0;
	}
	END
	clang -fsanitize=fuzzer,address -o "$dir/fuzz_results" "$dir/wrong.c" 2>"$dir/why" ||
		skip "clang has no libFuzzer here: $(tail -n 1 "$dir/why")"
	run env B="$dir" scripts/fuzz --runs 1000 --out "$dir/out"
	[ "$status" = 1 ]
	[[ $output == *heap-buffer-overflow* ]]
	[[ $output == *"breaks target results"* ]]
	grep -q '"failed":1' "$dir/out"
}

@test "ten SIGKILLs at random points lose no finished block" {
	command -v script >/dev/null || skip "no script(1); install bsdutils or util-linux"
	finds_nothing blocks 10 scripts/kills --kills 10
}

@test "a lost block is seen" {
	command -v script >/dev/null || skip "no script(1); install bsdutils or util-linux"
	mkdir "$dir/bin"
	# Stands for a program that keeps blocks back.
	cat >"$dir/bin/initbench" <<-END
	#!/bin/sh
	[ "\$1" = run ] || exec "$initbench" "\$@"
	for out; do :; done
	"$initbench" run --variant u64-mask --mask mpx --fpu none --blocks 1 --out "\$out" 2>/dev/null
	sed -i '/"block"/d; /"end"/d' "\$out"
	printf '\r1 of 100000 layouts, 1 rows each; 9 s left ' >&2
	sleep 9
	END
	chmod +x "$dir/bin/initbench"
	run env B="$dir/bin" scripts/kills --kills 3 --out "$dir/out"
	[ "$status" = 1 ]
	[[ $output == *"0 blocks of 1 rows, and 1 layouts were finished"* ]]
}

@test "a record that the run's log calls safe and the file lacks is seen" {
	command -v script >/dev/null || skip "no script(1); install bsdutils or util-linux"
	mkdir "$dir/bin"
	tests/make-results layouts=1 end= >"$dir/whole"
	# Stands for a program that calls a record safe before it is.
	cat >"$dir/bin/initbench" <<-END
	#!/bin/sh
	[ "\$1" = run ] || exec "$initbench" "\$@"
	for out; do :; done
	head -n -1 "$dir/whole" >"\$out"
	awk '{ print length(\$0) + 1 }' "$dir/whole" >"\$INITBENCH_STORE_LOG"
	sleep 9
	END
	chmod +x "$dir/bin/initbench"
	run env B="$dir/bin" scripts/kills --kills 3 --out "$dir/out"
	[ "$status" = 1 ]
	[[ $output == *" records, and "*" were safe"* ]]
}

@test "a disk that fills up is named, and what was finished is kept" {
	small_disk 48k
	measure "$dir/disk/x.jsonl" --blocks 100000
	[ "$status" = 2 ]
	[[ $output == *"cannot write '$dir/disk/x.jsonl': No space left on device; what was finished before is kept there"* ]]
	[ "$(grep -c '"type":"block"' "$dir/disk/x.jsonl")" -gt 2 ]
	[ "$(grep -cv '^{.*}$' "$dir/disk/x.jsonl")" = 0 ]
	# 3: on a busy machine half of its few blocks may have been dropped.
	run "$initbench" analyze "$dir/disk/x.jsonl"
	[ "$status" = 0 ] || [ "$status" = 3 ]
	# With room again, the next run goes on behind it.
	mount -o remount,size=1m "$dir/disk"
	measure "$dir/disk/x.jsonl" --blocks 1
	[ "$status" = 0 ]
	grep -q '"ordinal":2' "$dir/disk/x.jsonl"
}

@test "a read-only folder is named before anything is measured" {
	small_disk 1m
	measure "$dir/disk/x.jsonl" --blocks 1
	mount -o remount,ro "$dir/disk"
	measure "$dir/disk/y.jsonl" --blocks 100000
	[ "$status" = 2 ]
	[[ $output == *"$dir/disk/y.jsonl"*"Read-only file system"* ]]
	run "$initbench" report --results results --out "$dir/disk/REPORT.md"
	[ "$status" = 2 ]
	[[ $output == *"$dir/disk/REPORT.md"*"Read-only file system"* ]]
	if command -v gnuplot >/dev/null; then
		run "$initbench" plot "$dir/disk/x.jsonl" --out "$dir/disk/plots"
		[ "$status" = 2 ]
		[[ $output == *"$dir/disk/plots"*"Read-only file system"* ]]
	fi
}

@test "a table that cannot be written is no success" {
	measure "$dir/x.jsonl" --blocks 1
	for words in "analyze $dir/x.jsonl" "list" "doctor" "compare $dir/x.jsonl $dir/x.jsonl"; do
		# shellcheck disable=SC2086 # a subcommand and its arguments
		run sh -c '"$@" >/dev/full' sh "$initbench" $words
		[ "$status" = 2 ]
		[[ $output == *"standard output"*"No space left on device"* ]]
	done
}
