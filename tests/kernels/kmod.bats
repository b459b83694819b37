#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The module in kernels that are fetched or built for it, by `make check-machines`:
# they take longer than tests of every change may.

setup() { dir=$BATS_TEST_TMPDIR; }

@test "6.1 with PREEMPT_RT: the kernel's functions, and it loads and measures" {
	scripts/vm kernel >"$dir/kernel" 2>"$dir/no-kernel" || skip "$(cat "$dir/no-kernel")"
	read -r release _ <"$dir/kernel"
	package=linux-image-${release/-amd64/-rt-amd64}
	(cd "$dir" && apt-get -qq download "$package") || skip "apt has no $package"
	deb=("$dir"/linux-image-*.deb)
	# Serial interrupts are threads there; late, they are taken for spurious and disabled.
	run scripts/vm run --kernel "${deb[0]}" --append noirqdebug --initbench-ko --out "$dir/out" -- sh -c \
		'uname -v; initbench run --lane kmod --variant u64-mask --mask mpx --blocks 1 --out run.jsonl'
	echo "$output"
	[ "$status" = 0 ]
	[[ $output == *PREEMPT_RT* ]]
	grep '"type":"row"' "$dir/out/run.jsonl" | grep '"skip":null' | grep -q '"verdict":"ok"'
	if grep -q '"verdict":"wrong"' "$dir/out/run.jsonl"; then
		false
	fi
}

# Each indirect call of the module's is checked by the kernel's kind of its target.
@test "6.1 built by Clang with kCFI: the module is built by Clang, loads and measures" {
	scripts/debug-kernel --clang-version >/dev/null || skip "no Clang 16 or later; scripts/setup --with machines installs it"
	kernel=$(scripts/debug-kernel --clang 2>"$dir/log") || skip "$(tail -n 1 "$dir/log")"
	ko=$(scripts/kmod-build "$(scripts/vm headers --kernel "$kernel")")
	nm "$ko" | grep -q __cfi_
	run scripts/vm run --kernel "$kernel" --initbench-ko --out "$dir/out" -- sh -c \
		'initbench run --lane kmod --blocks 1 --out run.jsonl; dmesg >dmesg'
	[ "$status" = 0 ]
	grep '"type":"row"' "$dir/out/run.jsonl" | grep '"skip":null' | grep -q '"verdict":"ok"'
	run grep -c '"verdict":"wrong"' "$dir/out/run.jsonl"
	[ "$output" = 0 ]
	run scripts/splats "$dir/out/dmesg"
	[ "$status" = 0 ]
}
