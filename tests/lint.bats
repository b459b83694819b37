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
@test "sparse, by the kernel's make, finds nothing in the module" { lint module-sparse; }
@test "coccicheck finds nothing" { lint coccicheck; }
@test "checkpatch finds nothing" { lint checkpatch; }

@test "an unknown tool is named, with those there are" {
	run scripts/lint chekpatch
	[ "$status" = 2 ]
	[[ "$output" = *"'chekpatch'"*checkpatch* ]]
}

# Under pipefail the writer's death by SIGPIPE is the pipe's status.
@test "no reader leaves a script's pipe early" {
	run git grep -nE '\|[[:space:]]*(grep -[a-zA-Z]*[qm]|head |sed [^|]*[0-9]q\b)' \
		-- scripts .ci kmod tests/run tests/make-results Makefile
	echo "$output"
	[ "$status" = 1 ]
}
