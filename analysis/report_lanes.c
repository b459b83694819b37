// SPDX-License-Identifier: GPL-2.0-only
/* Where two lanes, or two CPUs, put the same two variants in opposite order. */
#include <math.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/report.h"

#define MAX_LISTED	20

/* Variants of a group that are ranked in both tables. */
static const struct ib_line *same_place(const struct ib_table *t, const struct ib_line *l)
{
	const struct ib_row_rec *r = l->row;
	const struct ib_line *other = ib_find_line(t, (struct ib_where){
		.variant = r->variant, .event = r->event, .fpu = r->fpu, .mask = r->mask,
		.content = r->content });

	return other && other->rank && l->rank ? other : NULL;
}

static bool opposite(const struct ib_line *a, const struct ib_line *b, const struct ib_line *a2,
		     const struct ib_line *b2)
{
	return ib_distinct(a, b) && ib_distinct(a2, b2) &&
	       (a->cost.mid < b->cost.mid) != (a2->cost.mid < b2->cost.mid);
}

static void print_pair(const struct ib_report *r, const struct ib_table *x,
		       const struct ib_table *y, const struct ib_line *a, const struct ib_line *b)
{
	bool first = a->cost.mid < b->cost.mid;
	const struct ib_line *cheap = first ? a : b, *dear = first ? b : a;

	fprintf(r->out,
		"- %s, fpu %s, mask %s, content %s: `%s` is cheaper than `%s` in lane %s on %s "
		"(%s), dearer in lane %s on %s (%s)\n",
		a->row->event, a->row->fpu, a->row->mask, a->row->content, cheap->row->variant,
		dear->row->variant, x->lane, ib_cpu_name(x->runs[0]), ib_unit_name(x->unit),
		y->lane, ib_cpu_name(y->runs[0]), ib_unit_name(y->unit));
}

static void compare_groups(const struct ib_report *r, const struct ib_table *x,
			   const struct ib_table *y, const struct ib_group *g, size_t *nr)
{
	for (size_t i = 0; i < g->nr; i++) {
		for (size_t j = i + 1; j < g->nr; j++) {
			const struct ib_line *a = &g->lines[i], *b = &g->lines[j];
			const struct ib_line *a2 = same_place(y, a), *b2 = same_place(y, b);

			if (a2 && b2 && opposite(a, b, a2, b2) && ++*nr <= MAX_LISTED)
				print_pair(r, x, y, a, b);
		}
	}
}

void ib_report_lanes(const struct ib_report *r)
{
	size_t i = 0, nr = 0, tables = 0;
	const struct ib_table *x, *y;

	fputs("## Where lanes and CPUs disagree\n\n", r->out);
	while ((x = ib_report_next(r, &i, NULL))) {
		size_t j = i;

		tables++;
		while ((y = ib_report_next(r, &j, NULL)))
			for (size_t g = 0; g < x->nr_groups; g++)
				compare_groups(r, x, y, &x->groups[g], &nr);
	}
	if (nr > MAX_LISTED)
		fprintf(r->out, "- and %zu more\n", nr - MAX_LISTED);
	if (tables < 2)
		fputs("There is one table: nothing to disagree with.\n", r->out);
	else if (!nr)
		fputs("Nowhere: no two tables that can tell put two variants in opposite order.\n",
		      r->out);
	else
		fputs("\nInstructions say nothing of what XSAVE and XRSTOR cost, and a proxy is not\n"
		      "the kernel: where lanes disagree, time on hardware in the lane nearest to the\n"
		      "kernel counts.\n", r->out);
	fputc('\n', r->out);
}
