#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What a tree of results costs to report, against its size. Every run is of
# another commit, so that nothing is pooled and all are tables of their own.
# Linear: four times the runs take four times as long; quadratic: sixteen times.

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	cd "$BATS_TEST_TMPDIR" || return 1
}

tree() # DIR RUNS: of ten CPUs
{
	local i model

	"$root/tests/make-results" matrix=full layouts=1 run=RUN model=97 commit=COMMIT >run
	for ((i = 0; i < $2; i++)); do
		model=$((i % 10))
		mkdir -p "$1/c$model"
		sed "s/RUN/r$i/; s/\"model\":97/\"model\":$model/; s/COMMIT/$(printf %040x "$i")/" run \
			>"$1/c$model/r$i.jsonl"
	done
}

# The least of three, in ms of the program's own time.
least() # COMMAND..
{
	local TIMEFORMAT=%U i best='' ms

	for i in 1 2 3; do
		ms=$({ time "$@" >/dev/null 2>&1; } 2>&1)
		ms=$((10#${ms/./}))
		[ -n "$best" ] && [ "$best" -le "$ms" ] || best=$ms
	done
	echo "$best"
}

# A command on a folder's files, or on the folder.
on() # COMMAND FOLDER
{
	case $1 in
	report) "$initbench" report --out report.md --results "$2" ;;
	merge) "$initbench" merge --out all.jsonl "$2"/*/*.jsonl ;;
	*) "$initbench" "$1" "$2"/*/*.jsonl ;;
	esac
}

is_linear() # COMMAND
{
	local small large

	small=$(least on "$1" small)
	large=$(least on "$1" large)
	echo "$1: $small ms for 60 runs, $large ms for 240"
	[ "$large" -lt $((9 * small)) ]
}

@test "report, analyze, lint and merge take time in proportion to the runs" {
	tree small 60
	tree large 240
	for command in report analyze lint merge; do
		is_linear "$command"
	done
}

# One run of so many rows, each of a variant of its own and with two blocks.
rows() # FILE ROWS
{
	"$root/tests/make-results" layouts=2 >run
	awk -v n="$2" '
	/"type":"run"/ { print }
	/"type":"row"/ { row = $0 }
	/"type":"block"/ { block[/"layout":1/] = $0 }
	END {
		for (i = 0; i < n; i++) {
			line = row
			sub(/"row":[0-9]*/, "\"row\":" i, line)
			sub(/"variant":"[^"]*"/, "\"variant\":\"v" i "\"", line)
			print line
		}
		for (i = 0; i < 2 * n; i++) {
			line = block[i % 2]
			sub(/"row":[0-9]*/, "\"row\":" int(i / 2), line)
			print line
		}
	}' run >"$1"
}

@test "analyze, compare and lint take time in proportion to the rows" {
	local small large

	rows small.jsonl 3000
	rows large.jsonl 12000
	for file in small large; do
		sed 's/"verdict":"[a-z-]*"/"verdict":"known-bug"/' $file.jsonl >bug-$file.jsonl
	done
	for command in analyze "compare small.jsonl" lint "analyze bug-small.jsonl"; do
		# shellcheck disable=SC2086
		small=$(least "$initbench" $command small.jsonl)
		# shellcheck disable=SC2086
		large=$(least "$initbench" ${command/small/large} large.jsonl)
		echo "$command: $small ms for 3000 rows, $large ms for 12000"
		[ "$large" -lt $((9 * small)) ]
	done
}

@test "merge takes no more memory for a large file; without a place for it, it says so" {
	"$root/tests/make-results" layouts=8 >run
	{
		grep -v '"type":"\(block\|end\)"' run
		grep '"type":"block"' run >blocks
		for ((i = 0; i < 1000; i++)); do cat blocks; done
	} >large
	[ "$(stat -c %s large)" -gt 40000000 ]
	(ulimit -v 40000 && "$initbench" merge large large --out out.jsonl)
	cmp large out.jsonl
	run env TMPDIR="$PWD/nowhere" "$initbench" merge large --out out.jsonl
	[ "$status" = 2 ]
	[[ $output == *"$PWD/nowhere"*"TMPDIR names another folder"* ]]
	cmp large out.jsonl
}
