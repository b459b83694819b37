// SPDX-License-Identifier: GPL-2.0-only
/* How the numbers were obtained, and what they rest on. */
#include <math.h>

#include "analysis/report/report.h"

void ib_report_method(const struct ib_report *r)
{
	ib_mark(r->out, "## Method\n"
		"\n"
		"- *Block value*: (midmean of the row's samples - midmean of the empty\n"
		"  variant's, interleaved) / repetitions. A sample is read between two fenced\n"
		"  `rdtsc`; the midmean is the mean of the middle half. Of single shots (cold\n"
		"  rows, parts) it is the mean between Tukey's fences: a shot is one step of the\n"
		"  clock or the next, begun at a random phase, and how often which is the figure.\n"
		"- *Core cycles* are ticks divided by ticks per cycle, measured beside each\n"
		"  block on a chain of dependent `add` (1 cycle) and one of `imul` (3 cycles);\n"
		"  rows in which the two disagree by more than %.0f%% are named.\n"
		"- *The layout is the unit*: code, padding, stack and data are placed anew from\n"
		"  a recorded seed; a layout's mean is one value. A figure is the midmean over\n"
		"  layouts, its interval (%.0f%%) Tukey and McLaughlin's: Winsorised variance,\n"
		"  Student's t. Of a run of several processes, and of several boots or machines of\n"
		"  one CPU type, it is the random-effects mean of theirs: DerSimonian and Laird,\n"
		"  Hartung and Knapp. A table of one boot says so.\n"
		"- *Rank*: 1 + the number of variants whose mean over layouts is less. Variants\n"
		"  of a run share layouts and are judged in pairs, as `compare` judges: the\n"
		"  interval of the Walsh averages of the differences layout by layout, at a level\n"
		"  that holds jointly for the pairs of a table, guarded by the signs, and clear of\n"
		"  the ruler's own error. Without that nothing is said of the order. In how many\n"
		"  layouts an order holds is another statement: that is what one build shows.\n"
		"- *A/A*: the code of `u64-mask` is there twice, under another name; what the judge\n"
		"  says of the two stands below each table.\n"
		"- *Oracle*: before a row is timed, its components must be zero afterwards and\n"
		"  every other byte and register untouched. What fails is wrong, not fast; what\n"
		"  clears only some of the mask, or has a known bug, is shown, not ranked.\n"
		"- *Dropped blocks*: a context switch, a migration or a page fault during a\n"
		"  block; calibrations of it that differ by more than 1%%; a core that another\n"
		"  hardware thread uses, which four chains of additions side by side tell;\n"
		"  registers that were not in the state of the row, or caches not cold. These\n"
		"  rules are fixed beforehand, and nothing else is dropped. A disturbed block is\n"
		"  taken again, three times at most.\n"
		"- *Which results stand beside each other*: those of one method number\n"
		"  (lib/schema/method.c) and machine code. A CPU whose newest results are older is\n"
		"  marked, with the difference, and only the rows that it touches are left out. A\n"
		"  row comes from the newest run that has it and is fit; a full run goes before a\n"
		"  `--quick` one.\n"
		"\n",
		100 * IB_CHAINS_AGREE, 100 * IB_LEVEL);
}

static void limits_of(const struct ib_report *r, const struct ib_table *t)
{
	size_t blocks = 0, dropped = 0, fewest = 0;
	const char *name = t->label;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *l = &t->lines[i];

		blocks += l->nr_blocks;
		dropped += l->nr_dropped;
		if (l->nr_blocks && (!fewest || l->nr_layouts < fewest))
			fewest = l->nr_layouts;
	}
	ib_mark(r->out, "- %s, lane %s: %zu of %zu blocks were dropped", name, t->lane, dropped,
		blocks);
	if (t->unit == IB_UNIT_INSNS)
		fputs("; instructions, not time", r->out);
	else if (fewest < IB_LAYOUTS_TO_PUBLISH)
		ib_mark(r->out, "; **down to %zu layouts a row: a published figure needs %d**",
			fewest, IB_LAYOUTS_TO_PUBLISH);
	fputc('\n', r->out);
}

void ib_report_limits(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	fputs("## Limits\n\n"
	      "- Lane user is a proxy: XSAVEC and XRSTOR on an image of its own stand for the\n"
	      "  kernel's XSAVES and XRSTORS. So is lane kmod where the kernel keeps its FPU\n"
	      "  functions for KVM (6.19 and later).\n"
	      "- Warm means the best case: INIT is rare, and a guest's boot pays for cold code\n"
	      "  and data.\n"
	      "- `lfence` does not wait for stores: the drained column shows what waiting adds.\n",
	      r->out);
	while ((t = ib_report_next(r, &i, NULL)))
		limits_of(r, t);
	for (i = 0; i < r->study->nr_warnings; i++)
		ib_mark(r->out, "- %s\n", r->study->warnings[i]);
	fputc('\n', r->out);
}
