// SPDX-License-Identifier: GPL-2.0-only
/* Results that may not stand beside others, and machines of one type that disagree. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/facts.h"

#define MAX_LISTED	5

static void apart_line(const struct ib_report *r, struct ib_grid *g, const struct ib_table *t)
{
	const char *const *v = ib_contender_ids;

	char *link = ib_report_link(r, t->runs[t->nr_runs - 1]->file);

	ib_grid_cell(g, "%s", t->label);
	ib_grid_cell(g, "[`%s`](%s)", t->runs[t->nr_runs - 1]->id, link);
	free(link);
	ib_grid_cell(g, "%s", t->excluded);
	for (size_t i = 0; i < 2 * IB_CONTENDERS; i++)
		ib_report_cost(g, t, ib_find_line(t, (struct ib_where){
			.variant = v[i % IB_CONTENDERS], .event = "init",
			.fpu = i < IB_CONTENDERS ? "none" : "putload", .mask = IB_CONTENDERS_MASK,
			.content = "sse" }));
}

void ib_report_excluded(const struct ib_report *r)
{
	const struct ib_table *t;
	struct ib_grid *g = NULL;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "user"))) {
		if (!t->excluded)
			continue;
		if (!g) {
			g = ib_grid_new(IB_SINK_MD);
			ib_grid_column(g, "CPU", "", true);
			ib_grid_column(g, "run", "", true);
			ib_grid_column(g, "why apart", "", true);
			for (size_t v = 0; v < 2 * IB_CONTENDERS; v++)
				ib_grid_column(g, ib_contender_ids[v % IB_CONTENDERS],
					       v < IB_CONTENDERS ? "in memory" : "live", false);
		}
		apart_line(r, g, t);
	}
	if (!g)
		return;
	fputs("## Results shown apart\n\nNot to be set beside the others, with the reason; MPX, XMM "
	      "registers in use.\n\n", r->out);
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
}

static const char *machine_of(const struct ib_table *t)
{
	return ib_field(t->runs[0]->record, "machine");
}

/* Two machines of one CPU type, each with full runs of one lane and revision. */
static bool are_twins(const struct ib_table *a, const struct ib_table *b)
{
	const char *x = machine_of(a), *y = machine_of(b);
	const char *p = ib_revision(a->runs[0]), *q = ib_revision(b->runs[0]);
	char *cpu = ib_cpu_dir(a->runs[0]), *other = ib_cpu_dir(b->runs[0]);
	bool same = !strcmp(cpu, other);

	free(cpu);
	free(other);
	return same && x && y && strcmp(x, y) && !strcmp(a->lane, b->lane) && *p &&
	       !strcmp(p, q) && a->unit == b->unit && strcmp(a->lane, "selftest");
}

static void print_row(const struct ib_report *r, const struct ib_table *t, const struct ib_line *a,
		      const struct ib_line *b)
{
	ib_mark(r->out, "  - `%s`, %s, fpu %s, mask %s, content %s: %.1f against %.1f %s\n",
		a->row->variant, a->row->event, a->row->fpu, a->row->mask, a->row->content,
		ib_midmean(a->layout, a->nr_layouts), ib_midmean(b->layout, b->nr_layouts),
		ib_unit_name(t->unit));
}

/* By each machine's own launches: layouts of two machines are no pairs, nor groups of one mean. */
static bool differ(const struct ib_line *x, const struct ib_line *y)
{
	struct ib_line a = *x, b = *y;

	a.nr_draws = 0;
	a.nr_groups = 1;
	b.nr_draws = 0;
	b.nr_groups = 1;
	return ib_distinct(&a, &b);
}

/* Rows that are apart by more than either machine's layouts explain. */
static void print_twins(const struct ib_report *r, const struct ib_table *a,
			const struct ib_table *b)
{
	size_t rows = 0, excluded = 0;

	for (int pass = 0; pass < 2; pass++) {
		size_t listed = 0;

		for (size_t i = 0; i < a->nr_lines; i++) {
			const struct ib_line *x = &a->lines[i];
			const struct ib_line *y = ib_find_line(b, (struct ib_where){
				.variant = x->row->variant, .event = x->row->event,
				.fpu = x->row->fpu, .mask = x->row->mask,
				.content = x->row->content, .use = x->row->use,
				.temp = x->row->temp });
			bool distinct = y && x->nr_layouts > 1 && y->nr_layouts > 1 &&
					differ(x, y);

			rows += !pass && y;
			excluded += !pass && distinct;
			if (pass && distinct && listed++ < MAX_LISTED)
				print_row(r, a, x, y);
		}
		if (!pass)
			ib_mark(r->out,
				excluded ? "- %s, lane %s, machines %s and %s **disagree** on "
					   "%zu of %zu rows:\n"
					 : "- %s, lane %s, machines %s and %s agree: %zu "
					   "of %zu rows are apart\n",
				a->label, a->lane, machine_of(a), machine_of(b), excluded, rows);
	}
	if (excluded > MAX_LISTED)
		ib_mark(r->out, "  - and %zu more\n", excluded - MAX_LISTED);
}

size_t ib_report_twins(const struct ib_report *r)
{
	const struct ib_study *s = r->study;
	size_t found = 0;

	for (size_t i = 0; i < s->nr_tables; i++) {
		/* Tables are sorted by CPU and lane: twins are neighbours. */
		for (size_t j = i + 1; j < s->nr_tables && machine_of(s->tables[i]); j++) {
			if (strcmp(s->tables[i]->label, s->tables[j]->label) ||
			    strcmp(s->tables[i]->lane, s->tables[j]->lane))
				break;
			if (!are_twins(s->tables[i], s->tables[j]))
				continue;
			if (!found++)
				fputs("## Machines of one CPU type\n\nTheir figures are "
				      "groups of one random-effects mean above; here is how far "
				      "each by itself agrees.\n\n", r->out);
			print_twins(r, s->tables[i], s->tables[j]);
		}
	}
	if (found)
		fputc('\n', r->out);
	return found;
}

void ib_report_machines(const struct ib_report *r)
{
	ib_report_twins(r);
}
