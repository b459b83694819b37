#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What the kernel series of patches/ leaves of each component at INIT: whole kernels of 7.2 are built.

bats_require_minimum_version 1.5.0

setup_file()
{
	scripts/vm tree 7.2 >/dev/null || touch "$BATS_FILE_TMPDIR/no-source"
}

setup()
{
	[ ! -e "$BATS_FILE_TMPDIR/no-source" ] || skip "no source package of Linux 7.2"
}

# Directories of both sides' kernels, for scripts/vm: what was built before is not built again.
both_kernels()
{
	local tree

	tree=$(scripts/patch-figures --branches)
	# Status 1: a row is slower.
	scripts/compare-branches distributed xrstor-init --tree "$tree" --build kernel --quick \
		--out "$dir/compared" >&2 || [ $? = 1 ]
	cat "$dir/compared/kernels.txt"
}

# The lines of tests/kvm_init.c in each kernel are the same, and none is "not ok".
tried_in_both() # KERNEL-LIST OPTION.. -- ARGUMENT..
{
	local list=$1 kernel nr=0
	shift

	make -s "B=${B:-build}" "${B:-build}/tests/kvm_init" >&2
	while read -r kernel; do
		nr=$((nr + 1))
		scripts/vm run --kernel "$kernel" --file "${B:-build}/tests/kvm_init" --out "$dir" "$@" >"$dir/$nr" </dev/null || :
		cat "$dir/$nr"
	done <"$list"
	[ "$nr" = 2 ]
	diff "$dir/1" "$dir/2"
	! grep '^not ok' "$dir/2" || false
	grep -q '^ok while it is halted and signals come$' "$dir/2"
}

@test "INIT leaves the same of every component before and after, whichever way it comes: MPX" {
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64"
	dir=$BATS_TEST_TMPDIR
	both_kernels >"$dir/kernels"
	tried_in_both "$dir/kernels" --smp 2 --no-icount -- kvm_init
	grep -q '^cleared bndregs+bndcsr$' "$dir/2"
	! grep '^skip' "$dir/2" || false
}

# The guest of Bochs that spins is not left when the host's timer ticks.
@test "INIT leaves the same of every component before and after: CET" {
	[ -e "${XDG_CACHE_HOME:-$HOME/.cache}/initbench/bochs/trixie/.complete" ] ||
		skip "Bochs has not been fetched; 'scripts/bench-kernels bochs' does"
	dir=$BATS_TEST_TMPDIR
	both_kernels >"$dir/kernels"
	tried_in_both "$dir/kernels" --host bochs --append kvm_intel.enable_apicv=0 --timeout 900 \
		-- kvm_init 1 no-spin
	grep -q '^cleared cet_user+cet_kernel$' "$dir/2"
}
