#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What scripts/lint is, and the rules that need no linter: `make lint` runs the linters.

setup() { cd "$BATS_TEST_DIRNAME/.." || return; }

@test "every file is in a room, and includes what its room may" {
	scripts/lint rooms
}

# A copy of the sources, as lint sees them, in which to break the rule.
@test "a forbidden include and a file in no room are named" {
	cd "$BATS_TEST_TMPDIR" || return
	(cd "$BATS_TEST_DIRNAME/.." && tar -cf - ARCHITECTURE.md scripts lib bench analysis) | tar -xf -
	git init -q .
	sed -i '2i #include "analysis/tables/rows.h"' bench/run/take.c
	echo 'int stray;' >lib/stray.c
	run scripts/lint rooms
	echo "$output"
	[ "$status" = 1 ]
	[[ "$output" = *"bench/run/take.c:2: "*analysis/tables/rows.h* ]]
	[[ "$output" = *"lib/stray.c: "* ]]
	[ "$(grep -c '^[a-z]*/' <<<"$output")" = 2 ]
}

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
