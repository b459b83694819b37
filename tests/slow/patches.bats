#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The kernel series of patches/: that it applies, and what it does.

bats_require_minimum_version 1.5.0

setup_file()
{
	scripts/vm tree 7.2 >/dev/null || touch "$BATS_FILE_TMPDIR/no-source"
}

setup()
{
	[ ! -e "$BATS_FILE_TMPDIR/no-source" ] || skip "no source package of Linux 7.2"
}

@test "the series and every form apply to the source as distributed, with the same commits each time" {
	run -0 scripts/patch-figures --branches
	echo "$output"
	git -C "$output" log --format=%H series >"$BATS_TEST_TMPDIR/once"
	scripts/patch-figures --branches
	git -C "$output" log --format=%H series | diff "$BATS_TEST_TMPDIR/once" -
	[ "$(wc -l <"$BATS_TEST_TMPDIR/once")" = 4 ]
}

@test "a patch that does not apply is named" {
	cp -r patches scripts "$BATS_TEST_TMPDIR"
	sed -i 's/fpu_in_use/fpu_unused/' "$BATS_TEST_TMPDIR"/patches/series/0002*
	run -2 "$BATS_TEST_TMPDIR/scripts/patch-figures" --check
	echo "$output"
	[[ $output == *patches/series/0002*"does not apply"* ]]
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
