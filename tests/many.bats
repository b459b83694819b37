#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # backticks are Markdown
# One report over many CPUs: what holds on all, on some, what is shown apart.

bats_require_minimum_version 1.5.0

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p results/{a,b,c,k}
	make_results run=a >results/a/a.jsonl
}

make_results() { "$root/tests/make-results" layouts=30 "$@"; }

report() # the text of a section, by its heading
{
	"$initbench" report 2>/dev/null
	# an item of a list is a line here
	sed -n "/^## $1/,/^## /p" REPORT.md results/STUDY.md results/METHOD.md |
		awk '/^ +[^- ]/ { sub(/^ +/, " "); line = line $0; next }
		     NR > 1 { print line }
		     { line = $0 }
		     END { print line }'
}

@test "one CPU: whether others agree is not known" {
	report 'Which conclusions' | grep -q '^One CPU was measured'
}

agreement() # of runs OF-WHAT: how many pairs of rows, and how many of them agree
{
	"$initbench" report 2>/dev/null
	sed -n "s/^- Example CPU.*, runs $1: \\([0-9]*\\) of \\([0-9]*\\) pairs .*/\\1 \\2/p" EVIDENCE.md
}

@test "how many rows of two runs agree is told of one boot and of different ones, not of other CPUs" {
	make_results run=b model=3 cpu=Other >results/b/b.jsonl
	[ -z "$(agreement 'of .*')" ]
	make_results run=c | sed 's/"cflags":"/&-g /' >results/a/c.jsonl
	read -r agree rows < <(agreement 'of one boot')
	[ "$agree" = "$rows" ] && [ "$rows" -gt 3 ]
	[ -z "$(agreement 'of different boots')" ]
	make_results run=d release=6.2.0 faster=u64-mask >results/a/d.jsonl
	read -r agree more < <(agreement 'of different boots')
	# With the run before it, in all rows but those of u64-mask.
	moved=$(grep -c '"type":"row".*"variant":"u64-mask"' results/a/d.jsonl)
	[ "$moved" -gt 0 ] && [ "$more" = "$rows" ] && [ "$agree" = $((rows - moved)) ]
}

@test "conclusions hold on all CPUs, or on some that are named" {
	make_results run=b model=3 cpu=Other faster=u64-mask >results/b/b.jsonl
	report 'Which conclusions' >out
	sed -n '/^On all 2/,/^On some/p' out >all
	sed -n '/^On some of the 2/,$p' out >some
	grep -qx -- '- state live: `u64-mask` is cheaper than `v10-bitmap-fixed`' all
	# 132 against 180 on one, 530 against 180 on the other
	grep -qx -- '- state live: `u64-mask` is cheaper than `xrstor-init` on Other 6-3-1; \*\*dearer\*\* on Example CPU 9000 6-2-1' some
	grep -qx -- '- state live: `u64-mask` is cheaper than `unrolled` on Other 6-3-1; \*\*dearer\*\* on Example CPU 9000 6-2-1' some
	run ! grep -q '`unrolled` and `u64-mask` cannot be told apart' all
	run ! grep -q '`xrstor-init` is cheaper than `u64-mask`' out
}

@test "where exact counts and measured cycles disagree is said, with the CPUs" {
	make_results run=b model=3 cpu=Other >results/b/b.jsonl
	# too few to judge the pairs of a table jointly
	make_results run=c model=4 cpu=Third layouts=5 >results/c/c.jsonl
	make_results run=k unit=instruction host=qemu-tcg lane=kmod faster=v10-bitmap-fixed >results/k/k.jsonl
	report 'Which conclusions' >out
	grep -q '^| state live | `v10-bitmap-fixed` before `unrolled` by 389 | - | Third 6-4-1 | Example CPU 9000 6-2-1, Other 6-3-1 |$' out
	grep -q '^| state live | `unrolled` before `u64-mask` by 2 | Example CPU 9000 6-2-1, Other 6-3-1 | Third 6-4-1 | - |$' out
}

@test "a disturbed machine, incomplete provenance, an early end: shown apart" {
	make_results run=d model=4 dropped=20 >results/b/d.jsonl
	make_results run=e model=5 | sed '1s/"clocksource":"tsc",//' >results/b/e.jsonl
	make_results run=f model=6 | sed '1s/"dirty":false/"dirty":true/' >results/b/f.jsonl
	make_results run=g model=7 end=interrupted >results/b/g.jsonl
	make_results run=h model=8 imul=0.55 >results/b/h.jsonl
	report 'Results shown apart' >out
	grep -q '`d`.*| the machine was disturbed: 67% of the blocks were dropped |' out
	grep -q '`e`.*| provenance is incomplete: no clocksource |' out
	grep -q '`f`.*| provenance is incomplete: built with uncommitted changes |' out
	grep -q '`g`.*| the run ended early: interrupted |' out
	grep -q '`h`.*| the machine was disturbed: .*chains disagree in 100% of the rows |' out
	[ "$(grep -c '^| Example' out)" = 5 ]
	# and nowhere beside the one that is left
	grep -q '^| INIT, .* | Example CPU 9000 6-2-1 (cycles) |$' REPORT.md
	run ! grep -q '^- lane user on .* and lane user on ' results/STUDY.md
	report 'Which conclusions' | grep -q '^One CPU was measured'
}

@test "another commit stands beside: by method and machine code, not by the sources' hash" {
	make_results run=b model=3 cpu=Other commit=fedcba9876543210 utc=2025-01-01T00:00:00Z >results/b/b.jsonl
	report 'Which conclusions' | grep -q '^On all 2'
	run ! grep -q '^## Results shown apart' results/METHOD.md
	# nobody recorded the code: marked
	grep -q '^| INIT, .* | Other 6-3-1, older (cycles) |$' REPORT.md
	grep -q 'is older: of [0-9]* rows it is not recorded whether the machine code is the same$' REPORT.md
	# recorded, and the same: nothing to say
	sed -i '/"type":"row"/s/"proxy"/"code":"0a1b2c3d",&/' results/[ab]/*.jsonl
	report 'Which conclusions' | grep -q '^On all 2'
	run ! grep -q 'older' REPORT.md
	# of one variant another: only its rows are left out
	sed -i '/"variant":"unrolled"/s/0a1b2c3d/ffffffff/' results/b/b.jsonl
	report 'Which conclusions' >out
	grep -q '[0-9] rows whose machine code is another are left out' REPORT.md
	grep -q '^| put, clear, load: `unrolled` | 530.0 ±1.2 | - |$' REPORT.md
	grep -q '^| put, clear, load: `u64-mask` | 532.0 ±1.2 | 532.0 ±1.2 |$' REPORT.md
}

@test "an older method is named with what it changed, and stays" {
	make_results run=b model=3 cpu=Other utc=2025-01-01T00:00:00Z >results/b/b.jsonl
	sed -i '1s/"schema":1,/&"method":2,/' results/a/a.jsonl
	report 'Which conclusions' | grep -q '^On all 2'
	grep -q 'is older: method 1, not 2: since then rows at rest were added' REPORT.md
}

@test "a small later run does not hide a study; a quick one gives nothing" {
	"$root/tests/make-results" matrix=full layouts=30 run=a >results/a/a.jsonl
	make_results run=b utc=2026-02-01T00:00:00Z release=6.2.0 |
		sed '/"variant":"unrolled"/!{/"type":"row"/d}' >results/a/rows
	grep -o '"type":"row","row":[0-9]*' results/a/rows | grep -o '[0-9]*$' >kept
	awk 'NR == FNR { kept[$1]; next } !/"type":"block"/ || (match($0, /"row":[0-9]+/) &&
		substr($0, RSTART + 6, RLENGTH - 6) in kept)' kept results/a/rows |
		sed 's/"blocks":[0-9]*,//' >results/a/b.jsonl
	rm results/a/rows
	"$initbench" report 2>err
	grep -q '^| put, clear, load: `unrolled` | 530.0 ' REPORT.md
	grep -q '^| put, clear, load: `u64-mask` | 532.0 ±1.2 |$' REPORT.md
	grep -q 'from the earlier run a: .*u64-mask' results/GenuineExample-6-2-1/README.md ||
		grep -rq 'from the earlier run a: .*u64-mask' results
	sed -i '1s/"quick":false/"quick":true/' results/a/a.jsonl
	"$initbench" report 2>err
	run ! grep -q '^| put, clear, load: `u64-mask`' REPORT.md
}

@test "suite.sources is of what measures, and of nothing else" {
	local all first
	(cd "$root" && cp -r bench lib variants kmod analysis scripts "$BATS_TEST_TMPDIR/")
	sources() { scripts/version-header 1 cc '' '' | grep IB_SOURCES; }
	first=$(sources)
	[[ $first =~ \"[0-9a-f]{12}\"$ ]]
	echo '/* */' >>analysis/compare/compare.c
	echo '/* */' >>kmod/initbench.mod.c
	[ "$(sources)" = "$first" ]
	mkdir bench/elsewhere
	mv bench/run/take.c bench/elsewhere/other.c
	[ "$(sources)" = "$first" ]
	mv bench/elsewhere/other.c bench/run/take.c
	all=$first
	for file in bench/run/take.c lib/stats/midmean.c variants/variant.h kmod/run.c; do
		echo '/* */' >>"$file"
		run ! grep -qF "$(sources)" <<<"$all"
		all+=$'\n'$(sources)
	done
}

@test "what is built decides whether a build is dirty" {
	mkdir -p scripts lib bench analysis cmd variants kmod doc
	cp "$root/scripts/version-header" scripts/
	echo 'int committed;' >variants/a.c
	git init -q . && git add -Af scripts variants && git -c user.name=x -c user.email=x@x commit -qm x
	dirty() { scripts/version-header 1 cc '' '' | sed -n 's/.*IB_DIRTY *//p'; }
	[ "$(dirty)" = false ]
	touch doc/notes.c variants/notes.txt
	[ "$(dirty)" = false ]
	echo 'int untracked;' >variants/b.c
	[ "$(dirty)" = true ]
	rm variants/b.c
	echo 'int changed;' >variants/a.c
	[ "$(dirty)" = true ]
}

@test "where all would be apart, nothing is: the reasons are told" {
	sed -i '1s/"dirty":false/"dirty":true/' results/a/a.jsonl
	report 'Results shown apart' | grep -q 'built with uncommitted changes'
	grep -q '^| put, clear, load: `unrolled` | 530.0 ±1.2 |$' REPORT.md
}

@test "two machines of one CPU type that disagree: said, and the mean of both is as wide" {
	make_results run=m1 model=3 | sed '1s/"seed"/"machine":"m1","seed"/' >results/b/m1.jsonl
	make_results run=m2 model=3 faster=unrolled utc=2026-01-02T00:00:00Z |
		sed '1s/"seed"/"machine":"m2","seed"/' >results/b/m2.jsonl
	report 'Machines of one' >out
	grep -q 'machines m1 and m2 \*\*disagree\*\* on 4 of 18 rows' out
	grep -qx '  - `unrolled`, init, fpu putload, mask mpx, content sse: 530.0 against 132.5 cycles' out
	# 331.25 +- 12.7062 x 198.75
	grep -q '^| put, clear, load: `unrolled` | 530.0 ±1.2 | 331.2 ±2525.[34] |$' REPORT.md
	grep -rq '^- boots: 2, groups of a random-effects mean' results
	make_results run=m2 model=3 utc=2026-01-02T00:00:00Z |
		sed '1s/"seed"/"machine":"m2","seed"/' >results/b/m2.jsonl
	report 'Machines of one' | grep -q 'machines m1 and m2 agree: 0 of 18 rows are apart'
}

@test "a figure per question has a panel for each CPU, on the same axes" {
	command -v gnuplot >/dev/null || skip "gnuplot is absent; install gnuplot-nox"
	make_results run=b model=3 cpu=Other faster=u64-mask >results/b/b.jsonl
	make_results run=k unit=instruction host=qemu-tcg lane=kmod >results/k/k.jsonl
	"$root/scripts/plot-all" "$initbench"
	for plot in clear putload; do
		for format in svg png; do
			[ -s "results/plots/cpus-$plot.$format" ]
		done
		grep -q 'Example CPU 9000 6-2-1 (' "results/plots/cpus-$plot.svg"
		grep -q 'Other 6-3-1 (' "results/plots/cpus-$plot.svg"
	done
	grep -qx 'panels = 2' results/plots/source/cpus-clear.plt
	# 32 on one, a quarter of it on the other
	[ "$(awk '$6 == "\"u64-mask\"" { printf "%.1f ", $2 }' results/plots/source/cpus-clear.dat)" = '32.0 8.0 ' ]
	report 'Which conclusions' >out
	grep -q '(plots/cpus-clear.svg)' out
}

@test "one CPU alone has no figure beside others, but the reset taken apart" {
	command -v gnuplot >/dev/null || skip "gnuplot is absent; install gnuplot-nox"
	make_results matrix=full >full.jsonl
	"$initbench" plot --beside full.jsonl --out plots
	[ -s plots/reset.svg ]
	[ ! -e plots/cpus-clear.svg ]
	# put, clear and load as measured alone, of 532; xrstor-init does neither
	awk '$6 == "\"u64-mask\"" { printf "%.0f %.0f %.0f %.0f\n", $2, $3, $4, $5 }' plots/source/reset.dat |
		grep -qx '300 32 200 532'
	awk '$6 == "\"xrstor-init\"" { printf "%.0f %.0f %.0f %.0f\n", $2, $3, $4, $5 }' plots/source/reset.dat |
		grep -qx '0 0 0 180'
}
