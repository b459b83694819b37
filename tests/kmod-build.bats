#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What of the kernel the module is built with, as its headers say.

functions="fpu_alloc_guest_fpstate fpu_free_guest_fpstate fpu_swap_kvm_fpstate fpstate_clear_xstate_component"

setup()
{
	dir=$BATS_TEST_TMPDIR
}

symvers() # EXPORT NAMESPACE: a kernel's table with KVM's functions exported so
{
	local name

	printf '0x01234567\tother\tvmlinux\tEXPORT_SYMBOL_GPL\t\n'
	for name in $functions; do
		printf '0x00000000\t%s\tvmlinux\t%s\t%s\n' "$name" "$1" "$2"
	done
}

exports()
{
	# shellcheck disable=SC2086
	run sh kmod/exports.sh "$dir/symvers" $functions
}

@test "what the kernel exports to every module is the kernel's, else the module has its own" {
	symvers EXPORT_SYMBOL_GPL '' >"$dir/symvers"
	exports
	[ "$output" = kernel ]
	symvers EXPORT_SYMBOL_GPL module:kvm,kvm-amd,kvm-intel >"$dir/symvers"
	exports
	[ "$output" = private ]
	# KVM built in, or absent.
	symvers EXPORT_SYMBOL_GPL '' | grep -v fpu_ >"$dir/symvers"
	exports
	[ "$output" = private ]
	# One that is missing is enough.
	symvers EXPORT_SYMBOL_GPL '' | grep -v fpu_free >"$dir/symvers"
	exports
	[ "$output" = private ]
	symvers UNUSED '' >"$dir/symvers"
	exports
	[ "$output" = private ]
}

@test "headers without a table of exports are named" {
	exports
	[ "$status" = 1 ]
	[[ $output == *"no $dir/symvers"*"install the headers"* ]]
}

made() # LINE-OF-CONFIG..: what the kernel's build system is called with
{
	mkdir -p "$dir/k/include/config"
	printf '%s\n' "$@" >"$dir/k/include/config/auto.conf"
	# shellcheck disable=SC2086
	run env -u CC -u LLVM -u MAKEFLAGS make -n -C kmod KDIR="$dir/k" ${given-} modules
}

@test "a kernel of Clang's has its module built by Clang, unless told otherwise" {
	made CONFIG_CC_IS_GCC=y CONFIG_LD_IS_BFD=y
	[[ $output != *LLVM* ]] && [[ $output != *CC=* ]]
	made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_LLD=y
	[[ $output == *" LLVM=1 "* ]]
	made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_BFD=y
	[[ $output == *" CC=clang "* ]]
	mkdir "$dir/bin"
	ln -s /bin/true "$dir/bin/clang-97"
	PATH=$dir/bin:$PATH made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_LLD=y CONFIG_CLANG_VERSION=970003
	[[ $output == *" LLVM=-97 "* ]]
	made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_LLD=y CONFIG_CLANG_VERSION=980003
	[[ $output == *" LLVM=1 "* ]]
	given=LLVM=-15 made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_LLD=y
	[[ $output != *" LLVM=1 "* ]]
	given=CC=clang-16 made CONFIG_CC_IS_CLANG=y CONFIG_LD_IS_LLD=y
	[[ $output != *" LLVM=1 "* ]]
}

# Nothing is undefined, or modpost would fail.
@test "where KVM is built in, the module of this kernel needs none of its functions" {
	scripts/vm kernel >/dev/null 2>"$dir/no-kernel" || skip "$(cat "$dir/no-kernel")"
	cp -rL "$(scripts/vm headers)" "$dir/headers"
	grep -vE "	(${functions// /|})	" "$dir/headers/Module.symvers" >"$dir/symvers"
	mv "$dir/symvers" "$dir/headers/Module.symvers"
	cp -r kmod variants "$dir/"
	run make -s -C "$dir/kmod" KDIR="$dir/headers" modules
	[ "$status" = 0 ]
	nm "$dir/kmod/initbench.ko" | grep -q ' T fpstate_clear_xstate_component'
	no_rep "$dir"/variants/*.o "$dir/kmod/fpu_private.o"
}

# An emulator's clock counts its iterations; kernels in emulated machines have none
# in their string functions, and nor has what a compiler made of ours.
no_rep() # OBJECT..
{
	run bash -c "objdump -d \"\$@\" | grep -E '[[:space:]]rep[a-z]* (stos|movs)'" sh "$@"
	[ "$output" = "" ]
}

@test "no variant has a REP in its code" {
	[ -d "${B:-build}/blob/variants" ]
	no_rep "${B:-build}"/blob/variants/*.o
}
