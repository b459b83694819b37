// SPDX-License-Identifier: GPL-2.0-only
/* Cost against the number of components, and where the strategies cross. */
#include <math.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/components.h"
#include "analysis/tables/fit.h"
#include "lib/base/array.h"

/* The strategies; the second is what the others are compared with. */
static const char *const strategy[] = { "v10-bitmap-fixed", "u64-mask", "unrolled-n" };

#define REFERENCE	1

static double half_width(const struct ib_line *l)
{
	return isfinite(l->cost.hi) ? (l->cost.hi - l->cost.lo) / 2 : 0;
}

/* The layouts are drawn for each row, so that errors of two rows add as squares. */
static size_t write_strategy(const struct ib_table *t, const char *variant, int most, FILE *data)
{
	size_t nr = 0;

	fprintf(data, "# %s\n", variant);
	for (int n = 0; n <= most; n++) {
		const struct ib_line *l = ib_components(t, variant, "none", n);
		const struct ib_line *r = ib_components(t, strategy[REFERENCE], "none", n);

		if (!l || !r)
			continue;
		fprintf(data, "%d %.4f %.4f %.4f %.4f\n", n, l->cost.mid, half_width(l),
			l->cost.mid - r->cost.mid,
			l == r ? half_width(l) : hypot(half_width(l), half_width(r)));
		nr++;
	}
	fputs("\n\n", data);
	return nr;
}

/* Where the lines of two strategies cross, and at what difference to the reference. */
static bool find_crossing(const struct ib_table *t, size_t a, size_t b, int most,
			  struct ib_estimate *at, double *height)
{
	struct ib_fit fit;

	if (!ib_fit_difference(t, strategy[a], strategy[b], &fit))
		return false;
	*at = ib_fit_zero(&fit);
	if (!isfinite(at->lo) || at->mid < 0 || at->mid > most ||
	    !ib_fit_difference(t, strategy[a], strategy[REFERENCE], &fit))
		return false;
	*height = ib_fit_at(&fit, &(struct ib_load){ { 1, at->mid } });
	return true;
}

static void write_crossings(const struct ib_table *t, int most, struct ib_gp *gp)
{
	static const char *const arrays[] = { "_n", "_lo", "_hi", "_y", "" };
	size_t nr = 0;

	for (size_t i = 0; i < ARRAY_SIZE(arrays); i++)
		fprintf(gp->vars, "array crossing%s[%zu]\n", arrays[i], ARRAY_SIZE(strategy));
	for (size_t a = 0; a < ARRAY_SIZE(strategy); a++) {
		for (size_t b = a + 1; b < ARRAY_SIZE(strategy); b++) {
			struct ib_estimate at;
			double height;

			if (!find_crossing(t, a, b, most, &at, &height))
				continue;
			nr++;
			fprintf(gp->vars, "crossing_n[%zu] = %.3f\ncrossing_lo[%zu] = %.3f\n"
				"crossing_hi[%zu] = %.3f\ncrossing_y[%zu] = %.4f\n"
				"crossing[%zu] = \"%s = %s at %.1f [%.1f, %.1f]\"\n",
				nr, at.mid, nr, fmax(0, at.lo), nr, fmin(most, at.hi),
				nr, height, nr,
				strategy[a], strategy[b], at.mid, fmax(0, at.lo), at.hi);
		}
	}
	fprintf(gp->vars, "crossings = %zu\n", nr);
}

size_t ib_plot_components(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	int most = ib_most_components(table);
	size_t nr = 0;

	fputs("# n midmean half-width difference half-width\n", data);
	fprintf(gp->vars, "array name[%zu]\nmost = %d\n", ARRAY_SIZE(strategy), most);
	for (size_t i = 0; i < ARRAY_SIZE(strategy); i++) {
		nr += write_strategy(table, strategy[i], most, data);
		ib_gp_element(gp, "name", i + 1, strategy[i]);
	}
	write_crossings(table, most, gp);
	ib_gp_string(gp, "reference", strategy[REFERENCE]);
	return nr;
}
