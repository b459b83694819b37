// SPDX-License-Identifier: GPL-2.0-only
/* The page of a CPU: all its tables, a section for each lane. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/plot.h"
#include "analysis/print/formats.h"
#include "analysis/report/report.h"
#include "analysis/tables/components.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/skipped.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/schema/axes.h"

/* These stand on the page of the study, where the text about them is. */
static const char *const studied[] = {
	"putload", "components", "size", "layout", "content", "temps", "topdown",
};

static bool is_studied(const struct ib_plot *plot, const struct ib_table *t)
{
	for (size_t i = 0; i < ARRAY_SIZE(studied); i++)
		if (!strcmp(plot->name, studied[i]))
			return !strcmp(t->runs[0]->host, "native") && !strcmp(t->lane, "user");
	return false;
}

static void print_plots(const struct ib_report *r, const struct ib_table *t)
{
	char *folder = ib_report_folder(t);
	const struct ib_plot *plots;
	size_t nr;

	plots = ib_plots(&nr);
	fputc('\n', r->out);
	for (size_t i = 0; i < nr; i++) {
		char *file = ib_plot_file(&plots[i], t);

		if (file && !is_studied(&plots[i], t))
			ib_report_plot(r, folder, file, plots[i].caption);
		free(file);
	}
	free(folder);
}

static bool counts_components(const struct ib_group *g)
{
	return g->lines[0].kind == IB_KIND_VARIANT && !strncmp(g->lines[0].row->mask, "n:", 2);
}

/* The columns of a matrix of exact counts. */
struct place {
	const struct ib_row_rec *row;
	char *name;
};

static bool in_matrix(const struct ib_line *l)
{
	return l->kind == IB_KIND_VARIANT;
}

static bool has_figures(const struct ib_group *g)
{
	for (size_t i = 0; i < g->nr; i++)
		if (isfinite(g->lines[i].cost.mid))
			return true;
	return false;
}

static bool is_place(const struct ib_group *g)
{
	return in_matrix(&g->lines[0]) && !counts_components(g) && has_figures(g);
}

/* The content of most places. */
static const char *usual_content(const struct ib_table *t)
{
	const char *usual = "";
	size_t most = 0;

	for (size_t i = 0; i < t->nr_groups; i++) {
		const char *content = t->groups[i].lines[0].row->content;
		size_t nr = 0;

		for (size_t j = 0; j < t->nr_groups; j++)
			nr += is_place(&t->groups[j]) &&
			      !strcmp(t->groups[j].lines[0].row->content, content);
		if (nr > most) {
			most = nr;
			usual = content;
		}
	}
	return usual;
}

/* Whether a place was measured with other contents too. */
static bool has_other_contents(const struct ib_table *t, const struct ib_row_rec *row)
{
	for (size_t i = 0; i < t->nr_groups; i++) {
		const struct ib_row_rec *other = t->groups[i].lines[0].row;

		if (is_place(&t->groups[i]) && strcmp(other->content, row->content) &&
		    !strcmp(other->event, row->event) && !strcmp(other->fpu, row->fpu) &&
		    !strcmp(other->mask, row->mask) && !strcmp(other->use, row->use) &&
		    !strcmp(other->temp, row->temp))
			return true;
	}
	return false;
}

/* With the usual content, or those that were measured with several. */
static size_t list_places(const struct ib_table *t, const char *content, struct place *places)
{
	size_t nr = 0;

	for (size_t i = 0; i < t->nr_groups; i++) {
		const struct ib_row_rec *row = t->groups[i].lines[0].row;
		bool init = !strcmp(row->event, "init");

		if (!is_place(&t->groups[i]) || (content ? strcmp(content, row->content) != 0
							 : !has_other_contents(t, row)))
			continue;
		places[nr].row = row;
		places[nr++].name = ib_asprintf("%s%s%s/%s%s%s%s", init ? "" : row->event,
						init ? "" : " ", row->fpu, row->mask,
						strcmp(row->use, "rest") ? "" : " rest",
						content ? "" : "/", content ? "" : row->content);
	}
	return nr;
}

static void cost_cell(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l,
		      const char *mark)
{
	const struct ib_estimate *e = &l->cost;
	int digits = ib_cost_decimals(t, e->mid);

	if (e->hi > e->lo)
		ib_grid_cell(g, "%.*f [%.*f, %.*f]%s", digits, e->mid, digits, e->lo, digits,
			     e->hi, mark);
	else
		ib_grid_cell(g, "%.*f%s", digits, e->mid, mark);
}

static void matrix_cell(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l)
{
	cost_cell(g, t, l, l->oracle == IB_ORACLE_PARTIAL ? " part" :
			   l->oracle == IB_ORACLE_WRONG ? " WRONG" : "");
}

static const struct ib_line *at_place(const struct ib_table *t, const char *variant,
				      const struct place *place)
{
	const struct ib_row_rec *p = place->row;
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = p->event, .fpu = p->fpu, .mask = p->mask,
		.content = p->content, .use = p->use, .temp = p->temp });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

static void print_matrix_line(const struct ib_table *t, const char *variant,
			      const struct place *places, size_t nr, size_t least,
			      struct ib_grid *g)
{
	const char *note = "";
	size_t figures = 0;

	for (size_t i = 0; i < nr; i++)
		figures += !!at_place(t, variant, &places[i]);
	if (figures < least)
		return;
	ib_grid_cell(g, "`%s`", variant);
	for (size_t i = 0; i < nr; i++) {
		const struct ib_line *l = at_place(t, variant, &places[i]);

		if (!l) {
			ib_grid_cell(g, "-");
			continue;
		}
		matrix_cell(g, t, l);
		if (l->oracle == IB_ORACLE_KNOWN_BUG && l->note)
			note = l->note;
	}
	ib_grid_cell(g, "%s", note);
}

static bool is_first(const struct ib_table *t, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (in_matrix(&t->lines[j]) &&
		    !strcmp(t->lines[j].row->variant, t->lines[i].row->variant))
			return false;
	return in_matrix(&t->lines[i]);
}

/* Variants that have at least so many figures in the places. */
static void print_places(const struct ib_report *r, const struct ib_table *t, const char *content,
			 size_t least)
{
	struct place *places = ib_calloc(t->nr_groups, sizeof(*places));
	size_t nr = list_places(t, content, places);
	struct ib_grid *g;

	if (!nr)
		goto out;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "variant", "", true);
	for (size_t i = 0; i < nr; i++)
		ib_grid_column(g, places[i].name, "", false);
	ib_grid_column(g, "note", "", true);
	for (size_t i = 0; i < t->nr_lines; i++)
		if (is_first(t, i))
			print_matrix_line(t, t->lines[i].row->variant, places, nr, least, g);
	ib_grid_print(g, r->out);
	for (size_t i = 0; i < nr; i++)
		free(places[i].name);
out:
	free(places);
}

/* Exact counts have no interval: one matrix says all. */
static void print_matrix(const struct ib_report *r, const struct ib_table *t)
{
	const char *usual = usual_content(t);

	ib_mark(r->out,
		"\nInstructions of one operation on INIT (of RESET where named), less an empty one's,\n"
		"by fpu and mask; registers hold %s. \"rest\": none of the mask is in use, so that\n"
		"there is nothing to zero. \"part\": clears only some of the mask.\n\n",
		usual);
	print_places(r, t, usual, 1);
	for (size_t i = 0; i < t->nr_groups; i++) {
		if (!is_place(&t->groups[i]) ||
		    !has_other_contents(t, t->groups[i].lines[0].row))
			continue;
		fputs("\nThe same by what the registers hold:\n\n", r->out);
		print_places(r, t, NULL, 2);
		return;
	}
}

static void components_line(struct ib_grid *g, const struct ib_table *t,
			    const char *const *strategy, size_t nr, int n)
{
	size_t figures = 0;

	for (size_t i = 0; i < nr; i++)
		figures += !!ib_components(t, strategy[i], "none", n);
	if (!figures)
		return;
	ib_grid_cell(g, "%d", n);
	for (size_t i = 0; i < nr; i++) {
		const struct ib_line *l = ib_components(t, strategy[i], "none", n);

		if (l)
			cost_cell(g, t, l, "");
		else
			ib_grid_cell(g, "-");
	}
}

static void print_components(const struct ib_report *r, const struct ib_table *t)
{
	static const char *const strategy[] = { "v10-bitmap-fixed", "u64-mask", "unrolled-n" };
	size_t nr = ARRAY_SIZE(strategy);
	int most = ib_most_components(t);
	struct ib_grid *g;

	if (most < 0)
		return;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "components", "fpu none", false);
	for (size_t i = 0; i < nr; i++)
		ib_grid_column(g, strategy[i], ib_unit_name(t->unit), false);
	for (int n = 0; n <= most; n++)
		components_line(g, t, strategy, nr, n);
	fputs("\nThe first n components of a fixed order:\n\n", r->out);
	ib_grid_print(g, r->out);
}

static const struct ib_line *part(const struct ib_table *t, const char *name, const char *content)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = name, .content = content });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

static bool has_parts(const struct ib_table *t)
{
	for (size_t i = 0; i < IB_CONTENTS; i++)
		if (part(t, "part:put", ib_contents[i].name) &&
		    part(t, "part:load", ib_contents[i].name))
			return true;
	return false;
}

static void print_parts(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_grid *g;

	if (!has_parts(t))
		return;
	fputs("\nPut and load alone:\n\n", r->out);
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "registers hold", "", true);
	ib_grid_column(g, "put", ib_unit_name(t->unit), false);
	ib_grid_column(g, "load", ib_unit_name(t->unit), false);
	ib_grid_column(g, "both", ib_unit_name(t->unit), false);
	for (size_t i = 0; i < IB_CONTENTS; i++) {
		const struct ib_line *put = part(t, "part:put", ib_contents[i].name);
		const struct ib_line *load = part(t, "part:load", ib_contents[i].name);
		double both;

		if (!put || !load)
			continue;
		both = put->cost.mid + load->cost.mid;
		ib_grid_cell(g, "%s", ib_contents[i].name);
		cost_cell(g, t, put, "");
		cost_cell(g, t, load, "");
		ib_grid_number(g, both, ib_cost_decimals(t, both));
	}
	ib_grid_print(g, r->out);
}

static void print_table(const struct ib_report *r, const struct ib_table *t)
{
	char *cpu = ib_cpu_dir(t->runs[0]);

	ib_mark(r->out, "## %s (%s), lane %s\n\n", ib_cpu_name(t->runs[0]), cpu, t->lane);
	ib_print_facts(t, r->out, true);
	fputs("- from: ", r->out);
	ib_report_files(r, t);
	fputc('\n', r->out);
	print_plots(r, t);
	if (!strcmp(t->lane, "kvm"))
		ib_report_operations(r, t);
	else if (t->unit == IB_UNIT_INSNS)
		print_matrix(r, t);
	for (size_t i = 0; i < t->nr_groups; i++)
		if (in_matrix(&t->groups[i].lines[0]) && !counts_components(&t->groups[i]) &&
		    t->unit != IB_UNIT_INSNS)
			ib_print_group(t, &t->groups[i], r->out, true);
	print_parts(r, t);
	print_components(r, t);
	ib_print_skipped(t, true, SIZE_MAX, r->out);
	fputc('\n', r->out);
	free(cpu);
}

/* Tables of lane selftest are on the page of the method. */
static bool is_listed(const struct ib_table *t, const char *folder)
{
	char *ours = ib_report_folder(t);
	bool same = !strcmp(ours, folder) && strcmp(t->lane, "selftest");

	free(ours);
	return same;
}

void ib_report_tables(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL)))
		if (is_listed(t, r->cpu))
			print_table(r, t);
}

/* The first table of its folder. */
static bool is_new_folder(const struct ib_report *r, const struct ib_table *t, const char *folder)
{
	const struct ib_table *other;
	size_t i = 0;

	while ((other = ib_report_next(r, &i, NULL)))
		if (is_listed(other, folder))
			return other == t;
	return false;
}

char *ib_report_next_folder(const struct ib_report *r, size_t *i)
{
	const struct ib_table *t;

	while ((t = ib_report_next(r, i, NULL))) {
		char *folder = ib_report_folder(t);

		if (is_new_folder(r, t, folder))
			return folder;
		free(folder);
	}
	return NULL;
}
