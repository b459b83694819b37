#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The module built for kernels that differ in what it needs of them: the real
# headers of Debian's, and copies with another table of exports or configuration.

functions="fpu_alloc_guest_fpstate|fpu_free_guest_fpstate|fpu_swap_kvm_fpstate|fpstate_clear_xstate_component"

setup()
{
	dir=$BATS_TEST_TMPDIR
}

headers_of() # KERNEL; sets headers
{
	scripts/vm kernel --kernel "$1" >/dev/null 2>"$dir/no-kernel" || skip "$(cat "$dir/no-kernel")"
	headers=$(scripts/vm headers --kernel "$1")
}

# A copy, which may be changed. The headers' own makefile names where it is.
copy_headers() # sets headers
{
	cp -rL "$headers" "$dir/headers"
	sed -i "s,^KBUILD_OUTPUT=.*,KBUILD_OUTPUT=$dir/headers," "$dir/headers/Makefile"
	headers=$dir/headers
}

# Its table of exports has these functions as a kernel before 6.19 has them.
unrestricted() # sets headers
{
	copy_headers
	sed -i -E "/	($functions)	/s/module:[^	]*$//" "$headers/Module.symvers"
}

configure() # OPTION off
{
	sed -i "/^CONFIG_$1=/d" "$headers/include/config/auto.conf"
	sed -i "/^#define CONFIG_$1 /d" "$headers/include/generated/autoconf.h"
}

builds() # KIND: by the kernel's functions, or by the module's own
{
	cp -r kmod variants "$dir/"
	run make -s -C "$dir/kmod" KDIR="$headers" modules
	[ "$status" = 0 ]
	if [ "$1" = kernel ]; then
		nm "$dir/kmod/initbench.ko" | grep -q ' U fpu_swap_kvm_fpstate'
	else
		nm "$dir/kmod/initbench.ko" | grep -q ' T fpstate_clear_xstate_component'
	fi
}

@test "6.1: the kernel's functions" {
	headers_of bookworm
	builds kernel
}

@test "6.12: the kernel's functions" {
	headers_of backports
	builds kernel
}

@test "7.2: the module's own, since the kernel's are KVM's" {
	headers_of forky
	grep -qE "	($functions)	.*module:kvm" "$headers/Module.symvers"
	builds private
}

# As 6.16 to 6.18: x86_task_fpu() is a function that is not exported.
@test "7.2 with unrestricted exports and X86_DEBUG_FPU: the kernel's functions" {
	headers_of forky
	unrestricted
	grep -q "^CONFIG_X86_DEBUG_FPU=y" "$headers/include/config/auto.conf"
	! grep -q "	x86_task_fpu	" "$headers/Module.symvers" || false
	builds kernel
}

@test "7.2 with unrestricted exports, without X86_DEBUG_FPU: the kernel's functions" {
	headers_of forky
	unrestricted
	configure X86_DEBUG_FPU
	builds kernel
}

@test "7.2 without KVM: the module's own" {
	headers_of forky
	copy_headers
	sed -i -E "/	($functions)	/d" "$headers/Module.symvers"
	for option in KVM KVM_X86 KVM_AMD KVM_INTEL KVM_COMMON; do
		configure $option
	done
	builds private
}

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
