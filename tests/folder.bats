#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # backticks are Markdown
# The folder of results: what 'make report' changes in it, and what it leaves alone.

bats_require_minimum_version 1.5.0

setup()
{
	command -v gnuplot >/dev/null || skip "gnuplot is absent; install gnuplot-nox"
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	make_results=$root/tests/make-results
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p results/{a,b}
	"$make_results" layouts=30 run=a >results/a/a.jsonl
	"$make_results" layouts=30 run=b model=3 cpu=Other >results/b/b.jsonl
	git init -q .
	git config user.name tests
	git config user.email tests@localhost
	report
	git add -A
	git commit -qm first
}

# As 'make report'.
report()
{
	"$root/scripts/plot-all" "$initbench" 2>/dev/null
	"$initbench" report 2>/dev/null
}

@test "report: nothing is changed where nothing is new" {
	report
	[ -z "$(git status --porcelain)" ]
	# a plot that is gone is drawn again, byte for byte
	rm results/a/plots/clear.svg results/a/plots/clear.png
	report
	[ -z "$(git status --porcelain)" ]
}

@test "report: a new run changes its own CPU's files, and the pages of all" {
	"$make_results" layouts=30 run=c model=3 cpu=Other faster=u64-mask utc=2026-01-05T00:00:00Z >results/b/c.jsonl
	report
	git add -A
	git diff --cached --name-only >changed
	grep -q '^results/b/README.md$' changed
	grep -q '^results/b/plots/clear.svg$' changed
	run ! grep -v -e '^results/b/' -e '^results/plots/' -e '^results/[A-Z]*\.md$' -e '^REPORT.md$' changed
}

@test "report: the same figures measured again change no plot; older runs are one line" {
	mkdir results/k
	for run in k l m; do
		"$make_results" run=$run unit=instruction host=qemu-tcg lane=kmod layouts=1 \
			utc=2026-01-05T00:00:0$((++n))Z commit=feed$n >results/k/$run.jsonl
		[ $run != k ] || { report; git add -A; git commit -qm k; }
	done
	report
	git diff --quiet -- results/k/plots
	run ! git diff --quiet -- results/k/README.md
	"$initbench" plot results/k/*.jsonl --out plots 2>messages
	[ "$(grep -c 'not drawn' messages)" = 1 ]
	[ "$(wc -l <messages)" = 1 ]
	# another figure, and they are drawn anew
	"$make_results" run=n unit=instruction host=qemu-tcg lane=kmod layouts=1 faster=u64-mask \
		utc=2026-01-06T00:00:00Z >results/k/n.jsonl
	report
	run ! git diff --quiet -- results/k/plots
}

@test "report: what was not measured stands on the first screen, before the figures of each CPU" {
	[ "$(grep '^## ' REPORT.md | head -n 2 | tr '\n' ,)" = '## The answer,## What was not measured,' ]
}

@test "plot: nothing to show is not success, and the reason is said" {
	sed '/"type":"block"/d' results/a/a.jsonl >none.jsonl
	run "$initbench" plot none.jsonl --out plots
	[ "$status" = 3 ]
	[[ $output == *"nothing is drawn"* ]]
	# a folder of such files among others is none: 'make report' goes on
	mkdir results/0
	"$make_results" run=kvm matrix=kernel lane=kvm layouts=30 >results/0/kvm.jsonl
	run -3 "$initbench" plot results/0/kvm.jsonl --out plots
	run -0 "$root/scripts/plot-all" "$initbench"
	[ -z "$output" ]
	run "$initbench" analyze none.jsonl
	[ "$status" = 3 ]
}

@test "plot: what is no longer drawn leaves neither source nor picture" {
	[ -s results/a/plots/content.svg ] && [ -s results/a/plots/source/content.dat ]
	sed -i '/"variant":"part:/d' results/a/a.jsonl
	# blocks of rows that are not declared are left out, with status 3
	report || [ $? = 3 ]
	[ ! -e results/a/plots/content.svg ]
	[ ! -e results/a/plots/source/content.dat ]
	[ -s results/a/plots/clear.svg ]
}

@test "results compressed by zstd are read by every command, and stay as they are" {
	command -v zstd >/dev/null || skip "zstd is absent; 'scripts/setup --with test' installs it"
	"$initbench" analyze results/a/a.jsonl >plain
	zstd -q --rm results/a/a.jsonl
	"$initbench" analyze results/a/a.jsonl.zst | sed 's/a.jsonl.zst/a.jsonl/' | cmp - plain
	run -0 "$initbench" lint results/a/a.jsonl.zst
	"$initbench" merge results/a/a.jsonl.zst --out merged.jsonl
	zstdcat results/a/a.jsonl.zst | cmp - merged.jsonl
	# the folder is the same but for the names of the files
	report
	[ -s results/a/README.md ]
	[ -z "$(git diff --name-only -- '*.svg' '*.dat')" ]
	grep -q 'a.jsonl.zst' results/STUDY.md
	# a run counts those before it, and adds to none
	cp results/a/a.jsonl.zst before
	run -2 "$initbench" run --variant unrolled --fpu none --blocks 1 --out results/a/a.jsonl.zst
	[[ $output == *"a.jsonl.zst' is compressed"* ]]
	cmp results/a/a.jsonl.zst before
}

@test "pack-runs: what is complete is compressed, what is not stays, and the folder is the same" {
	command -v zstd >/dev/null || skip "zstd is absent; 'scripts/setup --with test' installs it"
	mv results/a/a.jsonl results/a/20260101T000000Z-00000a.jsonl
	head -n -1 results/b/b.jsonl >results/b/20260101T000000Z-00000b.jsonl
	rm results/b/b.jsonl
	echo '{"type":"aa"}' >results/a/aa.jsonl
	cp results/a/20260101T000000Z-00000a.jsonl before
	report || [ $? = 3 ]
	"$root/scripts/pack-runs"
	[ "$(cd results && echo {a,b}/*.jsonl* '')" = \
		"a/20260101T000000Z-00000a.jsonl.zst a/aa.jsonl b/20260101T000000Z-00000b.jsonl " ]
	zstdcat results/a/*.zst | cmp - before
	# a second time there is nothing to do; what is in the folder is the name of the file alone
	"$root/scripts/pack-runs"
	git add -A
	report || [ $? = 3 ]
	run -0 git diff --name-only -- '*.svg' '*.png' '*.dat' '*.plt'
	[ -z "$output" ]
}

@test "results compressed and cut short are named, and what is whole is not taken for all" {
	command -v zstd >/dev/null || skip "zstd is absent; 'scripts/setup --with test' installs it"
	zstd -q results/a/a.jsonl
	head -c -100 results/a/a.jsonl.zst >cut.zst
	run -2 "$initbench" lint cut.zst
	[[ $output == *"cut.zst: cannot be read"* ]]
	run "$initbench" analyze cut.zst
	[ "$status" = 2 ]
	[[ $output == *"cut short"* ]]
}

@test "report --machines: says so where there are none; a guest that died and its seed again" {
	run -0 "$initbench" report --machines
	[[ $output == *"No two machines"* ]]
	mkdir results/qemu-tcg
	"$make_results" run=k unit=instruction host=qemu-tcg lane=kmod layouts=1 >results/qemu-tcg/k.jsonl
	for ended in died 0; do
		echo '{"type":"reliability","what":"fuzz","seed":7,"calls":10,"kernel":"6.1.0","splats":0,"ended":"'$ended'","commit":"abc","utc":"2026-01-01T00:00:00Z"}'
	done >results/qemu-tcg/reliability.jsonl
	"$initbench" report
	tr '\n' ' ' <EVIDENCE.md | grep -q '`fuzz`, seed 7, did not end well. Under the same seed 1 of 1 later tests ended well'
}

# MACHINE: a line of scripts/check-machines.
checked()
{
	echo '{"type":"machine","host":"qemu-tcg","model":"'"$1"'","kernel":"forky",'"$2"',"seconds":7,"commit":"abc","utc":"2026-01-01T00:00:00Z"}' \
		>>results/machines.jsonl
}

@test "report: what emulated machines showed: rows of each lane, and each reason once" {
	grep -q 'Not measured: `make check-machines`' EVIDENCE.md
	right='{"right":5,"wrong":0,"unchecked":0,"skipped":{"r1":{"rows":2,"why":"no zmm"},"r2":{"rows":3,"why":"no MPX"}}}'
	checked one '"release":"7.2","lanes":{"user":'"$right"',"kmod":'"$right"',"kvm":{"why":"no | KVM"}}'
	checked two '"why":"did not come up"'
	"$initbench" report
	grep -qF '| qemu-tcg one | 7.2 | 5 right, 5 skipped (1, 2) | 5 right, 5 skipped (1, 2) | none (3) | 7 |' EVIDENCE.md
	grep -qF '| qemu-tcg two | forky | not run (4) | not run (4) | not run (4) | 7 |' EVIDENCE.md
	[ "$(grep -c '^[0-9]*\. ' EVIDENCE.md)" = 4 ]
	grep -qxF '1. no zmm' EVIDENCE.md
	grep -q 'wrong: 0\.' EVIDENCE.md
	checked three '"release":"7.2","lanes":{"user":{"right":1,"wrong":6,"unchecked":0,"skipped":{}}}'
	"$initbench" report
	grep -q '1 right, 6 WRONG' EVIDENCE.md
	grep -q 'wrong: 6\.' EVIDENCE.md
}
