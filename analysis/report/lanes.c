// SPDX-License-Identifier: GPL-2.0-only
/* Where two lanes, or two CPUs, put the same two variants in opposite order. */
#include <math.h>

#include "analysis/report/report.h"
#include "analysis/tables/contrast.h"

#define MAX_LISTED	4

/* Variants of a group that are ranked in both tables. */
static const struct ib_line *same_place(const struct ib_table *t, const struct ib_line *l)
{
	const struct ib_row_rec *r = l->row;
	const struct ib_line *other = ib_find_line(t, (struct ib_where){
		.variant = r->variant, .event = r->event, .fpu = r->fpu, .mask = r->mask,
		.content = r->content, .use = r->use, .temp = r->temp });

	return other && other->rank && l->rank ? other : NULL;
}

static bool opposite(const struct ib_line *a, const struct ib_line *b, const struct ib_line *a2,
		     const struct ib_line *b2)
{
	return (ib_cheaper(a, b) && ib_cheaper(b2, a2)) || (ib_cheaper(b, a) && ib_cheaper(a2, b2));
}

static void print_pair(const struct ib_report *r, const struct ib_line *a, const struct ib_line *b)
{
	bool first = ib_cheaper(a, b);
	const struct ib_line *cheap = first ? a : b, *dear = first ? b : a;

	ib_mark(r->out, "  - %s, fpu %s, mask %s, content %s: `%s` is cheaper than `%s`\n",
		a->row->event, a->row->fpu, a->row->mask, a->row->content, cheap->row->variant,
		dear->row->variant);
}

/**
 * struct tally - two tables' orders of pairs of variants
 * @same: pairs that both can tell apart, in the same order
 * @opposite: in opposite order
 */
struct tally {
	size_t same;
	size_t opposite;
};

static void compare_groups(const struct ib_report *r, const struct ib_table *x,
			   const struct ib_table *y, const struct ib_group *g, bool print,
			   struct tally *tally)
{
	for (size_t i = 0; i < g->nr; i++) {
		for (size_t j = i + 1; j < g->nr; j++) {
			const struct ib_line *a = &g->lines[i], *b = &g->lines[j];
			const struct ib_line *a2 = same_place(y, a), *b2 = same_place(y, b);

			if (!a2 || !b2 || !ib_distinct(a, b) || !ib_distinct(a2, b2))
				continue;
			if (!opposite(a, b, a2, b2))
				tally->same++;
			else if (++tally->opposite <= MAX_LISTED && print)
				print_pair(r, a, b);
		}
	}
}

static struct tally compare(const struct ib_report *r, const struct ib_table *x,
			    const struct ib_table *y, bool print)
{
	struct tally tally = { 0, 0 };

	for (size_t g = 0; g < x->nr_groups; g++)
		compare_groups(r, x, y, &x->groups[g], print, &tally);
	return tally;
}

static void name_table(const struct ib_report *r, const struct ib_table *t)
{
	ib_mark(r->out, "lane %s on %s (%s)", t->lane, t->label, ib_unit_name(t->unit));
}

/* Tables that have no variant in common say nothing of each other. */
static size_t print_tables(const struct ib_report *r, const struct ib_table *x,
			   const struct ib_table *y)
{
	struct tally tally = compare(r, x, y, false);

	if (!tally.same && !tally.opposite)
		return 0;
	fputs("- ", r->out);
	name_table(r, x);
	fputs(" and ", r->out);
	name_table(r, y);
	if (!tally.opposite)
		ib_mark(r->out, " **agree**: all %zu pairs that both can tell apart are in the "
			"same order\n", tally.same);
	else
		ib_mark(r->out, " **disagree** on %zu of the %zu pairs that both can tell apart; "
			"in the former\n", tally.opposite, tally.same + tally.opposite);
	compare(r, x, y, true);
	if (tally.opposite > MAX_LISTED)
		ib_mark(r->out, "  - and %zu more\n", tally.opposite - MAX_LISTED);
	return tally.opposite;
}

void ib_report_lanes(const struct ib_report *r)
{
	size_t i = 0, nr = 0;
	const struct ib_table *x, *y;
	long before;

	fputs("## Where lanes and CPUs disagree on the order of variants\n\n", r->out);
	before = ftell(r->out);
	while ((x = ib_report_next(r, &i, NULL))) {
		size_t j = i;

		if (!ib_report_columns(r, x))
			continue;
		while ((y = ib_report_next(r, &j, NULL)))
			if (ib_report_columns(r, y))
				nr += print_tables(r, x, y);
	}
	if (ftell(r->out) == before)
		fputs("No two lanes or CPUs can tell the same two variants apart.\n", r->out);
	if (nr)
		fputs("\nInstructions say nothing of what XSAVE and XRSTOR cost, and a proxy is\n"
		      "not the kernel: where lanes disagree, time on hardware in the lane nearest\n"
		      "to the kernel counts.\n", r->out);
	fputc('\n', r->out);
}
