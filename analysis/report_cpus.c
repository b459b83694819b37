// SPDX-License-Identifier: GPL-2.0-only
/* The figures: a section for each CPU or emulated host and lane. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/crossing.h"
#include "analysis/facts.h"
#include "analysis/formats.h"
#include "analysis/grid.h"
#include "analysis/plot.h"
#include "analysis/report.h"
#include "analysis/row_order.h"
#include "bench/err.h"

static void print_plots(const struct ib_report *r, const struct ib_table *t)
{
	char *cpu = ib_cpu_dir(t->runs[0]);
	const struct ib_plot *plots;
	size_t nr;

	plots = ib_plots(&nr);
	for (size_t i = 0; i < nr; i++) {
		char *file = ib_plot_file(&plots[i], t);
		char *path = ib_asprintf("%s/%s/plots/%s.svg", r->dir, cpu, file);

		if (!access(path, R_OK))
			fprintf(r->out, "\n![%s](%s)\n\n%s ([data](%s/%s/plots/source/%s.dat))\n",
				plots[i].caption, path, plots[i].caption, r->dir, cpu, file);
		free(path);
		free(file);
	}
	free(cpu);
}

static bool counts_components(const struct ib_group *g)
{
	return g->lines[0].kind == IB_KIND_VARIANT && !strncmp(g->lines[0].row->mask, "n:", 2);
}

/* The columns of a matrix of exact counts: places where any variant has one. */
struct place {
	const struct ib_row_rec *row;
	char *name;
};

static bool in_matrix(const struct ib_line *l)
{
	return l->kind == IB_KIND_VARIANT;
}

static size_t list_places(const struct ib_table *t, struct place *places)
{
	size_t nr = 0;

	for (size_t i = 0; i < t->nr_groups; i++) {
		const struct ib_row_rec *row = t->groups[i].lines[0].row;
		struct ib_varies v = ib_table_varies(t);

		if (t->groups[i].lines[0].kind != IB_KIND_VARIANT ||
		    counts_components(&t->groups[i]))
			continue;
		places[nr].row = row;
		places[nr++].name = ib_asprintf(
			"%s%s%s%s%s%s%s", v.event ? row->event : "", v.event ? "/" : "", row->fpu,
			"/", row->mask, v.content ? "/" : "", v.content ? row->content : "");
	}
	return nr;
}

static void matrix_cell(struct ib_grid *g, const struct ib_line *l)
{
	const char *mark = l->oracle == IB_ORACLE_PARTIAL ? " part" :
			   l->oracle == IB_ORACLE_WRONG ? " WRONG" : "";

	if (l->cost.hi > l->cost.lo)
		ib_grid_cell(g, "%.1f [%.1f, %.1f]%s", l->cost.mid, l->cost.lo, l->cost.hi, mark);
	else
		ib_grid_cell(g, "%.*f%s", l->cost.mid == floor(l->cost.mid) ? 0 : 1, l->cost.mid,
			     mark);
}

static void print_matrix_line(const struct ib_table *t, const char *variant,
			      const struct place *places, size_t nr, struct ib_grid *g)
{
	const char *note = NULL;

	ib_grid_cell(g, "`%s`", variant);
	for (size_t i = 0; i < nr; i++) {
		const struct ib_row_rec *p = places[i].row;
		const struct ib_line *l = ib_find_line(t, (struct ib_where){
			.variant = variant, .event = p->event, .fpu = p->fpu, .mask = p->mask,
			.content = p->content });

		if (!l || isnan(l->cost.mid)) {
			ib_grid_cell(g, "-");
			continue;
		}
		matrix_cell(g, l);
		if (l->oracle == IB_ORACLE_KNOWN_BUG)
			note = l->note;
	}
	ib_grid_cell(g, "%s", note ? note : "");
}

static bool is_first(const struct ib_table *t, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (in_matrix(&t->lines[j]) &&
		    !strcmp(t->lines[j].row->variant, t->lines[i].row->variant))
			return false;
	return in_matrix(&t->lines[i]) && !counts_components(&(struct ib_group){ &t->lines[i], 1 });
}

/* Exact counts have no interval: one matrix says all. */
static void print_matrix(const struct ib_report *r, const struct ib_table *t)
{
	struct place *places = ib_calloc(t->nr_groups, sizeof(*places));
	size_t nr = list_places(t, places);
	struct ib_grid *g = ib_grid_new();

	fprintf(r->out,
		"\nInstructions of one operation, less an empty one's; \"part\": clears only some "
		"of the mask.\n\n");
	ib_grid_column(g, "variant", "", true);
	for (size_t i = 0; i < nr; i++)
		ib_grid_column(g, places[i].name, "insns", false);
	ib_grid_column(g, "note", "", true);
	for (size_t i = 0; i < t->nr_lines; i++)
		if (is_first(t, i))
			print_matrix_line(t, t->lines[i].row->variant, places, nr, g);
	ib_grid_print(g, r->out, true);
	for (size_t i = 0; i < nr; i++)
		free(places[i].name);
	free(places);
}

static void components_cell(struct ib_grid *g, const struct ib_table *t, const char *variant, int n)
{
	const struct ib_line *l = ib_components(t, variant, n);

	if (!l)
		ib_grid_cell(g, "-");
	else if (l->cost.hi > l->cost.lo)
		ib_grid_cell(g, "%.1f [%.1f, %.1f]", l->cost.mid, l->cost.lo, l->cost.hi);
	else
		ib_grid_cell(g, "%.*f", l->cost.mid == floor(l->cost.mid) ? 0 : 1, l->cost.mid);
}

static void print_crossings(const struct ib_report *r, const struct ib_table *t,
			    const char *const *strategy, size_t nr)
{
	size_t found = 0;

	fputc('\n', r->out);
	for (size_t a = 0; a < nr; a++) {
		for (size_t b = a + 1; b < nr; b++) {
			struct ib_crossing c;

			if (!ib_find_crossing(t, strategy[a], strategy[b], &c))
				continue;
			fprintf(r->out,
				"- `%s` and `%s` cross at %.1f components (order known at %d and "
				"at %d)\n",
				strategy[a], strategy[b], c.at, c.from, c.to);
			found++;
		}
	}
	if (!found)
		fputs("- no two of them cross where their order can be told on both sides\n",
		      r->out);
}

static void print_components(const struct ib_report *r, const struct ib_table *t)
{
	static const char *const strategy[] = { "v10-bitmap-fixed", "u64-mask", "unrolled-n" };
	size_t nr = sizeof(strategy) / sizeof(strategy[0]);
	int most = ib_most_components(t);
	struct ib_grid *g;

	if (most < 0)
		return;
	g = ib_grid_new();
	ib_grid_column(g, "components", "fpu none", false);
	for (size_t i = 0; i < nr; i++)
		ib_grid_column(g, strategy[i], ib_unit_name(t->unit), false);
	for (int n = 0; n <= most; n++) {
		ib_grid_cell(g, "%d", n);
		for (size_t i = 0; i < nr; i++)
			components_cell(g, t, strategy[i], n);
	}
	fputs("\nThe first n components of a fixed order:\n\n", r->out);
	ib_grid_print(g, r->out, true);
	print_crossings(r, t, strategy, nr);
}

static void print_table(const struct ib_report *r, const struct ib_table *t)
{
	char *cpu = ib_cpu_dir(t->runs[0]);

	fprintf(r->out, "## %s (%s), lane %s\n\n", ib_cpu_name(t->runs[0]), cpu, t->lane);
	ib_print_facts(t, r->out, true);
	fputs("- from: ", r->out);
	ib_report_files(r, t);
	fputc('\n', r->out);
	print_plots(r, t);
	if (t->unit == IB_UNIT_INSNS)
		print_matrix(r, t);
	for (size_t i = 0; i < t->nr_groups; i++)
		if (!counts_components(&t->groups[i]) &&
		    (t->unit != IB_UNIT_INSNS || !in_matrix(&t->groups[i].lines[0])))
			ib_print_group(t, &t->groups[i], r->out, true);
	print_components(r, t);
	fputc('\n', r->out);
	free(cpu);
}

void ib_report_cpus(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL)))
		if (strcmp(t->lane, "selftest"))
			print_table(r, t);
}
