// SPDX-License-Identifier: GPL-2.0-only
/* How the blocks of each variant are distributed. */
#include <math.h>
#include <stdlib.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"

static size_t nr_values(const struct ib_line *l)
{
	return l->nr_blocks - l->nr_dropped;
}

/* The axis ends where nearly all of every variant is in; what is beyond is counted. */
static double axis_end(const struct ib_table *t, const struct ib_shown *s, const char *mask)
{
	double end = 0;

	for (size_t i = 0; i < s->nr; i++) {
		const struct ib_line *l = ib_shown_line(t, s, "none", s->variant[i], mask);

		if (l)
			end = fmax(end, l->block[(size_t)(0.9 * (nr_values(l) - 1))]);
	}
	return 1.15 * end;
}

static size_t write_curve(FILE *data, const struct ib_line *l, double end)
{
	size_t n = nr_values(l), beyond = 0;

	fprintf(data, "# %s\n%.4f 0\n", l->row->variant, fmin(0, l->block[0]));
	for (size_t i = 0; i < n; i++) {
		fprintf(data, "%.4f %.5f\n", l->block[i], (i + 1.0) / n);
		beyond += l->block[i] > end;
	}
	fprintf(data, "%.4f 1\n\n\n", fmax(end, l->block[n - 1]));
	return beyond;
}

size_t ib_plot_ecdf(const struct ib_table *table, FILE *data, FILE *vars)
{
	struct ib_shown s = ib_shown(table, "none");
	const char *mask = s.masks[0];
	double end = mask ? axis_end(table, &s, mask) : 0, start = 0;
	size_t nr = 0;

	if (table->unit == IB_UNIT_INSNS)
		mask = NULL;	/* an exact count has no distribution */
	fputs("# value fraction\n", data);
	fprintf(vars, "array name[%zu]\narray beyond[%zu]\narray bug[%zu]\n", s.nr + 1, s.nr + 1,
		s.nr + 1);
	for (size_t i = 0; mask && i < s.nr; i++) {
		const struct ib_line *l = ib_shown_line(table, &s, "none", s.variant[i], mask);
		char name[32];

		if (!l)
			continue;
		nr++;
		start = fmin(start, l->block[0]);
		snprintf(name, sizeof(name), "name[%zu]", nr);
		ib_gp_string(vars, name, s.variant[i]);
		snprintf(name, sizeof(name), "bug[%zu]", nr);
		ib_gp_string(vars, name, l->note ? l->note : "");
		fprintf(vars, "beyond[%zu] = %zu\n", nr, write_curve(data, l, end));
	}
	fprintf(vars, "rows = %zu\nxmin = %.4f\nxmax = %.4f\n", nr, start, end);
	ib_gp_string(vars, "mask", mask ? mask : "");
	ib_gp_string(vars, "content", s.content ? s.content : "");
	free(s.variant);
	return nr;
}
