// SPDX-License-Identifier: GPL-2.0-only
/* The same resets at every temperature. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/temps.h"
#include "lib/base/encode.h"
#include "lib/schema/axes.h"

#define LEAST	1	/* cycles at the edge of the axis */
#define BELOW	"below 1"
#define ROOM	1.25	/* beside the outermost points */

static const char *const fpus[] = { "none", "putload" };

/* Shown if it has a figure at some other temperature. */
static bool is_shown(const struct ib_table *t, const struct ib_line *l)
{
	for (size_t k = 1; k < IB_TEMPS; k++)
		if (ib_at_temp(t, l, ib_temps[k].name))
			return true;
	return false;
}

/**
 * struct ends - of the axis
 * @lo: lowest limit of an interval
 * @hi: highest
 */
struct ends {
	double lo;
	double hi;
};

static void write_point(const struct ib_line *l, size_t y, FILE *data, struct ends *ends)
{
	double lo = isfinite(l->cost.lo) ? l->cost.lo : l->cost.mid;
	double hi = isfinite(l->cost.hi) ? l->cost.hi : l->cost.mid;

	/* On a logarithmic axis what is lost in the empty call stands at the edge, and is named. */
	lo = fmax(lo, LEAST);
	hi = fmax(hi, LEAST);
	ends->lo = fmin(ends->lo, lo);
	ends->hi = fmax(ends->hi, hi);
	ib_print(data, IB_SINK_GNUPLOT,
		 "%zu %.4f %.4f %.4f \"%s\" \"%s\" \"%s\" \"%s\"\n", y, fmax(l->cost.mid, LEAST),
		 lo, hi, l->row->variant, l->row->fpu, l->row->temp,
		 l->cost.mid < LEAST ? BELOW : "");
}

static bool any_at(const struct ib_table *t, const struct ib_line *const *line, size_t nr,
		   const char *temp)
{
	for (size_t i = 0; i < nr; i++) {
		const struct ib_line *l = ib_at_temp(t, line[i], temp);

		if (l && isfinite(l->cost.mid))
			return true;
	}
	return false;
}

size_t ib_plot_temps(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	const struct ib_line *line[64];
	struct ends ends = { INFINITY, LEAST };
	size_t nr = 0, temps = 0;

	fputs("set ytics ()\n", gp->vars);
	for (size_t f = 0; f < 2; f++) {
		struct ib_shown s = ib_shown(table, fpus[f]);

		for (size_t i = 0; i < s.nr && nr < 64; i++) {
			const struct ib_line *l = ib_shown_line(table, &s, fpus[f], s.variant[i],
								IB_CONTENDERS_MASK);

			if (!l || !is_shown(table, l))
				continue;
			line[nr++] = l;
			ib_gp_reset(gp, nr, l);
		}
		free(s.variant);
	}
	fputs("# y midmean lo hi variant fpu temperature remark, an index a temperature\n", data);
	fprintf(gp->vars, "array temp[%d]\n", IB_TEMPS);
	for (size_t k = 0; k < IB_TEMPS; k++) {
		if (!any_at(table, line, nr, ib_temps[k].name))
			continue;
		ib_gp_element(gp, "temp", ++temps, ib_temps[k].name);
		for (size_t i = 0; i < nr; i++) {
			const struct ib_line *l = ib_at_temp(table, line[i], ib_temps[k].name);

			if (l && isfinite(l->cost.mid))
				write_point(l, i + 1, data, &ends);
		}
		fputs("\n\n", data);
	}
	if (nr)
		fprintf(gp->vars, "xmin = %.4f\nxmax = %.4f\n", ends.lo / ROOM, ends.hi * ROOM);
	fprintf(gp->vars, "rows = %zu\ntemps = %zu\n", nr, temps);
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	return nr;
}
