// SPDX-License-Identifier: GPL-2.0-only
/* What the layout of the code does to each variant: a point for each layout. */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "lib/base/encode.h"

/* Of the layouts that the thin line spans. */
#define MIDDLE		0.90

static double quantile(const struct ib_line *l, double q)
{
	return gsl_stats_quantile_from_sorted_data(l->layout, 1, l->nr_layouts, q);
}

static void write_line(const struct ib_line *l, size_t y, FILE *data)
{
	for (size_t i = 0; i < l->nr_layouts; i++)
		ib_print(data, IB_SINK_GNUPLOT, "%zu %.4f \"%s\"\n", y, l->layout[i],
			 l->row->variant);
}

static void write_summary(const struct ib_line *l, size_t y, FILE *data)
{
	ib_print(data, IB_SINK_GNUPLOT, "%zu %.4f %.4f %.4f %.4f %.4f \"%s\"\n", y, l->cost.mid,
		 l->cost.lo, l->cost.hi, quantile(l, (1 - MIDDLE) / 2),
		 quantile(l, (1 + MIDDLE) / 2), l->row->variant);
}

/* A few far layouts would squeeze the rest; they are counted at the edge. */
static double far_end(const struct ib_table *t, const struct ib_shown *s)
{
	double far = 0;

	for (size_t i = 0; i < s->nr; i++) {
		const struct ib_line *l =
			ib_shown_line(t, s, "none", s->variant[i], IB_CONTENDERS_MASK);

		if (l)
			far = fmax(far, quantile(l, 0.98));
	}
	return 1.05 * far;
}

size_t ib_plot_layout(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	struct ib_shown s = ib_shown(table, "none");
	double far = far_end(table, &s);
	size_t nr = 0;

	fputs("# y cost of a layout, variant; then y midmean lo hi low high variant\n", data);
	for (int summary = 0; summary < 2; summary++) {
		for (size_t i = 0; i < s.nr; i++) {
			const struct ib_line *l = ib_shown_line(table, &s, "none", s.variant[i],
								IB_CONTENDERS_MASK);

			if (!l || l->nr_layouts < 2)
				continue;
			nr++;
			(summary ? write_summary : write_line)(l, i + 1, data);
		}
		fputs("\n\n", data);
	}
	ib_gp_variants(gp, table, &s);
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	fprintf(gp->vars, "xmax = %.4f\n", far);
	free(s.variant);
	return nr;
}
