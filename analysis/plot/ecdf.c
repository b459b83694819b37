// SPDX-License-Identifier: GPL-2.0-only
/* How the blocks of each variant are distributed. */
#include <math.h>
#include <stdlib.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "lib/base/encode.h"

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

	ib_print(data, IB_SINK_GNUPLOT, "%.4f 0 \"%s\"\n", fmin(0, l->block[0]), l->row->variant);
	for (size_t i = 0; i < n; i++) {
		fprintf(data, "%.4f %.5f\n", l->block[i], (i + 1.0) / n);
		beyond += l->block[i] > end;
	}
	fprintf(data, "%.4f 1\n\n\n", fmax(end, l->block[n - 1]));
	return beyond;
}

size_t ib_plot_ecdf(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	struct ib_shown s = ib_shown(table, "none");
	const char *mask = s.masks[0];
	double end = mask ? axis_end(table, &s, mask) : 0, start = 0;
	size_t nr = 0;

	if (table->unit == IB_UNIT_INSNS)
		mask = NULL;	/* an exact count has no distribution */
	fputs("# value fraction, of the first the variant\n", data);
	fprintf(gp->vars, "array name[%zu]\narray beyond[%zu]\narray bug[%zu]\n", s.nr + 1, s.nr + 1,
		s.nr + 1);
	for (size_t i = 0; mask && i < s.nr; i++) {
		const struct ib_line *l = ib_shown_line(table, &s, "none", s.variant[i], mask);

		if (!l)
			continue;
		nr++;
		start = fmin(start, l->block[0]);
		ib_gp_element(gp, "name", nr, s.variant[i]);
		ib_gp_element(gp, "bug", nr, l->note ? l->note : "");
		fprintf(gp->vars, "beyond[%zu] = %zu\n", nr, write_curve(data, l, end));
	}
	fprintf(gp->vars, "rows = %zu\nxmin = %.4f\nxmax = %.4f\n", nr, start, end);
	ib_gp_string(gp, "mask", mask ? mask : "");
	ib_gp_string(gp, "content", s.content ? s.content : "");
	free(s.variant);
	return nr;
}
