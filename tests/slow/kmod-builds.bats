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
