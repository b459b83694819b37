#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The kernel series of patches/: that it applies. tests/kernels/patches.bats has what it does.

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
