// SPDX-License-Identifier: GPL-2.0-only
/* The self-test: chains of known length, and what was read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/grid.h"
#include "analysis/report.h"

/* "chain:7" and "led:7" are 7 core cycles long; other rows have no known length. */
static double known_length(const struct ib_line *l)
{
	const char *colon = strchr(l->row->variant, ':');
	char *end;
	double length;

	if (!colon)
		return NAN;
	length = strtod(colon + 1, &end);
	return *end || end == colon + 1 ? NAN : length;
}

static size_t kind_length(const struct ib_line *l)
{
	return strcspn(l->row->variant, ":");
}

static bool same_kind(const struct ib_line *a, const struct ib_line *b)
{
	return kind_length(a) == kind_length(b) &&
	       !strncmp(a->row->variant, b->row->variant, kind_length(a));
}

static double error_of(const struct ib_line *l)
{
	return l->cost.mid - known_length(l);
}

static void print_errors(const struct ib_report *r, const struct ib_table *t)
{
	const char *unit = ib_unit_name(t->unit);
	struct ib_grid *g = ib_grid_new();

	ib_grid_column(g, "row", "", true);
	ib_grid_column(g, "known", unit, false);
	ib_grid_column(g, "measured", unit, false);
	ib_grid_column(g, "95% interval", unit, false);
	ib_grid_column(g, "error", unit, false);
	ib_grid_column(g, "sd of layouts", unit, false);
	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *l = &t->lines[i];

		ib_grid_cell(g, "`%s`", l->row->variant);
		ib_grid_number(g, known_length(l), 0);
		ib_grid_number(g, l->cost.mid, 2);
		if (isnan(l->cost.lo))
			ib_grid_cell(g, "-");
		else
			ib_grid_cell(g, "[%.2f, %.2f]", l->cost.lo, l->cost.hi);
		if (isnan(error_of(l)))
			ib_grid_cell(g, "-");
		else
			ib_grid_cell(g, "%+.2f", error_of(l));
		ib_grid_number(g, l->sd, 2);
	}
	ib_grid_print(g, r->out, true);
}

static bool is_first_of_kind(const struct ib_table *t, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_kind(&t->lines[j], &t->lines[i]) && !isnan(error_of(&t->lines[j])))
			return false;
	return !isnan(error_of(&t->lines[i]));
}

static void print_worst(const struct ib_report *r, const struct ib_table *t)
{
	fputc('\n', r->out);
	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *worst = &t->lines[i];

		if (!is_first_of_kind(t, i))
			continue;
		for (size_t j = i + 1; j < t->nr_lines; j++)
			if (same_kind(&t->lines[j], worst) &&
			    fabs(error_of(&t->lines[j])) > fabs(error_of(worst)))
				worst = &t->lines[j];
		fprintf(r->out, "- worst error of `%.*s`: %+.2f %s, at `%s`\n", (int)kind_length(worst),
			worst->row->variant, error_of(worst), ib_unit_name(t->unit), worst->row->variant);
	}
}

void ib_report_ruler(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	fputs("## The ruler measured on chains of known length\n\n", r->out);
	while ((t = ib_report_next(r, &i, "selftest"))) {
		nr++;
		fprintf(r->out, "%s, from ", ib_cpu_name(t->runs[0]));
		ib_report_files(r, t);
		fputs(":\n\n", r->out);
		print_errors(r, t);
		print_worst(r, t);
		fputc('\n', r->out);
	}
	if (!nr)
		fputs("Not measured: `initbench selftest` does it.\n\n", r->out);
}
