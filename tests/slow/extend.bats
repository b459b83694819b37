#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC1003 # a backslash at the end of a line of C
# That one of each kind of thing is one new file, or one line in one table: a copy of
# the tree gets one of each, is built, and is asked for it.

# A line behind the first one of FILE that begins, after blanks, with START.
behind() # FILE START LINE
{
	awk -v start="$2" -v line="$3" '
		{ print; sub(/^[ \t]+/, "") }
		!done && index($0, start) == 1 { print line; done = 1 }
		END { exit !done }' "$1" >"$1.new" || { echo "$1: no line begins with $2" >&2; return 1; }
	mv "$1.new" "$1"
}

a_variant()
{
	sed 's/u64_mask/extra/g; s/"u64-mask" IB_ID_SUFFIX/"extra"/' variants/u64_mask.c >variants/extra.c
}

a_mask()
{
	behind lib/schema/axes.h 'MASK("mpx",' '	MASK("bndcsr", BIT_ULL(XFEATURE_BNDCSR), "BNDCSR alone") \\'
}

# Whose clock says that its one row takes two units.
a_lane()
{
	mkdir bench/lanes/extra
	cat >bench/lanes/extra/lane_extra.c <<-'END'
	// SPDX-License-Identifier: GPL-2.0-only
	#include <stdio.h>

	#include "bench/lanes/lane.h"

	static int one;

	static const char *available(void) { return NULL; }
	static const char *const *none(size_t *n) { *n = 0; return NULL; }
	static void *launch(uint64_t seed) { return &one; }
	static void end(void *launch) { }
	static int survey(void *launch, struct ib_row *row) { return 0; }

	static int measure(void *launch, const struct ib_row *row, uint64_t order,
			   struct ib_block *block)
	{
		block->n = 1;
		block->samples = 2;
		for (int i = 0; i < 2; i++) {
			block->ticks[i] = 12;
			block->empty[i] = 10;
		}
		return 0;
	}

	extern const struct ib_lane ib_lane_extra;

	static void rows(ib_add_row add, void *plan)
	{
		struct ib_row row = { .lane = &ib_lane_extra };

		snprintf(row.variant, sizeof(row.variant), "two");
		add(plan, &row);
	}

	const struct ib_lane ib_lane_extra = {
		.name = "extra", .what = "an extra lane", .unavailable = available,
		.variants = none, .extra_rows = rows, .launch = launch, .survey = survey,
		.measure = measure, .end = end,
	};
	END
	behind lib/schema/lanes.h 'LANE(user)' '	LANE(extra) \\'
}

a_pmu_set()
{
	behind bench/host/pmu_sets.c 'static const struct ib_pmu_set' \
		'	{ "extra", "perf", 0, { { "extra-faults", "perf::PAGE-FAULTS" } } },'
}

a_format()
{
	cat >analysis/print/extra.c <<-'END'
	// SPDX-License-Identifier: GPL-2.0-only
	#include "analysis/print/formats.h"

	void ib_format_extra(const struct ib_study *study, char *const *warnings,
			     size_t nr_warnings, FILE *out)
	{
		fprintf(out, "extra: %zu tables\n", study->nr_tables);
	}
	END
	behind analysis/print/formats.h 'FORMAT(text)' '	FORMAT(extra) \\'
}

a_plot()
{
	cat >analysis/plot/extra.c <<-'END'
	// SPDX-License-Identifier: GPL-2.0-only
	#include "analysis/plot/plot.h"

	size_t ib_plot_extra(const struct ib_table *table, struct ib_gp *gp)
	{
		fputs("1 1\n2 2\n", gp->data);
		return 1;
	}
	END
	printf '%s\n' 'facts = "extra"' 'height = 60' 'load "style.gp"' 'plot file.".dat" using 1:2 with points' \
		>analysis/plot/extra.gp
	behind analysis/plot/plot.h 'PLOT(clear,' '	PLOT(extra, "An extra plot.") \\'
}

a_section()
{
	cat >analysis/report/extra.c <<-'END'
	// SPDX-License-Identifier: GPL-2.0-only
	#include "analysis/report/report.h"

	void ib_report_extra(const struct ib_report *r)
	{
		fputs("## An extra section\n\n", r->out);
	}
	END
	behind analysis/report/sections.h 'SECTION(answer)' '	SECTION(extra) \\'
}

setup_file()
{
	local kind root

	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$BATS_FILE_TMPDIR" || return
	(cd "$root" && git ls-files -z -co --exclude-standard -- ':!results' |
		tar --null -T - -cf -) | tar -xf -
	cp -a "$root/${B:-build}" build
	for kind in variant mask lane pmu_set format plot section; do
		"a_$kind" || return
	done
	make -s B=build -j"$(nproc)" all >&2
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "a variant is a file: it is listed, run, judged and in every table" {
	build/initbench list variants | grep -E '^ +extra '
	build/initbench run --quick --variant extra,u64-mask --mask mpx --fpu none --out variant.jsonl
	build/initbench analyze --format csv variant.jsonl | grep ',extra,init,none,mpx,'
}

@test "a mask is a line: it is listed, run, in tables, and keeps its place in their order" {
	build/initbench list masks | grep -E '^ +bndcsr '
	build/initbench run --quick --variant u64-mask --mask bndcsr,mpx,cet --fpu none --out mask.jsonl
	[ "$(build/initbench analyze mask.jsonl | grep -oE 'mask [a-z+]+$|mask [a-z+]+,' |
		grep -oE '(mpx|bndcsr|cet)' | uniq | paste -sd' ')" = 'mpx bndcsr cet' ]
}

@test "a mask is in plots" {
	command -v gnuplot >/dev/null || skip "gnuplot is absent; install gnuplot-nox"
	build/initbench run --quick --variant unrolled,u64-mask --mask bndcsr,mpx --fpu none --out p.jsonl
	build/initbench plot p.jsonl --out plots
	grep -r bndcsr plots
	[ -s plots/extra.svg ]
}

@test "a lane is a folder and a line: it is listed, run and has a table" {
	build/initbench list lanes | grep -E '^ +extra '
	build/initbench run --lane extra --blocks 3 --out lane.jsonl
	build/initbench analyze --format csv lane.jsonl | grep ',extra,.*,two,'
}

@test "a set of events is a line" {
	build/initbench run --quick --pmu extra --variant u64-mask --mask mpx --fpu none --out pmu.jsonl
	grep -q '"extra-faults"' pmu.jsonl
}

@test "an output format is a file and a line" {
	build/initbench run --quick --variant u64-mask --mask mpx --fpu none --out format.jsonl
	build/initbench analyze --format extra format.jsonl | grep 'extra: [1-9]'
	build/initbench analyze -h | grep -w extra
}

@test "a section is a file and a line" {
	mkdir -p results/x
	build/initbench run --quick --variant u64-mask,unrolled --mask mpx --out results/x/x.jsonl
	build/initbench report --out REPORT.md
	grep -x '## An extra section' REPORT.md
}
