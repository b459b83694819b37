#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Every tool of scripts/lint that is installed finds nothing.

setup() { cd "$BATS_TEST_DIRNAME/.." || return; }

lint()
{
	run scripts/lint "$1"
	[ "$status" != 77 ] || skip "$1 is not installed"
	echo "$output"
	[ "$status" = 0 ]
}

@test "shellcheck finds nothing" { lint shellcheck; }
@test "cppcheck finds nothing" { lint cppcheck; }
@test "clang-tidy finds nothing" { lint clang-tidy; }
@test "sparse finds nothing" { lint sparse; }
@test "checkpatch finds nothing" { lint checkpatch; }

@test "an unknown tool is named, with those there are" {
	run scripts/lint chekpatch
	[ "$status" = 2 ]
	[[ "$output" = *"'chekpatch'"*checkpatch* ]]
}
