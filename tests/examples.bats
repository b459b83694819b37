#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# packaging/examples: each subcommand has some, and they are commands that it accepts.

bats_require_minimum_version 1.5.0

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	examples=$root/packaging/examples
	cd "$BATS_TEST_TMPDIR" || return 1
}

@test "each subcommand has an example, on its manual page too" {
	command -v help2man >/dev/null || skip "no help2man; install help2man"
	"$root/packaging/manpages" man 0.1 "$initbench"
	commands=$("$initbench" -h | sed -n 's/^  \([a-z-]*\)  *.*/\1/p')
	[ "$(wc -w <<<"$commands")" -gt 10 ]
	for name in $commands; do
		grep -q "^initbench $name\( \|$\)" "$examples"
		[ "$(grep -c '^\.SH "\?EXAMPLES' "man/initbench-$name.1")" = 1 ]
		tr -d "\\\\" <"man/initbench-$name.1" | grep -q "^\.B initbench $name\( \|$\)"
	done
}

# Those that read files; what the others need is not on every machine.
@test "the examples that read results files are accepted" {
	mkdir results from to
	"$root/tests/make-results" >base.jsonl
	"$root/tests/make-results" run=20260101T000000Z-00000002 >patch.jsonl
	cp base.jsonl from
	ran=0
	while read -ra words; do
		case ${words[1]} in
		list | analyze | compare | lint | merge | place) ;;
		*) continue ;;
		esac
		run "$initbench" "${words[@]:1}"
		echo "${words[*]}: $status $output"
		[ "$status" != 2 ]
		ran=$((ran + 1))
	done < <(sed -n 's/^\(initbench .*\) | .*/\1/p' "$examples")
	[ "$ran" = 8 ]
	[ -s all.jsonl ] && [ -s to/base.jsonl ]
}
