// SPDX-License-Identifier: GPL-2.0-only
/* The report's face: what of a reset with live state is put, clear and load, on each CPU. */
#include <math.h>
#include <stdlib.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

/* The thread's forms, and the two that do otherwise. */
static const char *const variants[] = {
	"unrolled", "u64-mask", "v10-bitmap-fixed", "merged-memset", "xrstor-init",
};

static const char *const content = "sse";

static const struct ib_line *at(const struct ib_table *t, const char *variant, const char *fpu)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = fpu, .mask = IB_CONTENDERS_MASK,
		.content = content });

	return l && isfinite(l->cost.mid) && l->oracle <= IB_ORACLE_OK ? l : NULL;
}

static double part(const struct ib_table *t, const char *name)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){ .variant = name,
								     .content = content });

	return l ? l->cost.mid : NAN;
}

/**
 * struct bar - a reset, taken apart
 * @put: as measured alone, as are the following; 0 if the variant does it not
 * @clear: with the state in memory
 * @load: alone
 * @whole: all of it, measured as one
 */
struct bar {
	double put;
	double clear;
	double load;
	double whole;
};

/* What costs less than put and load together cannot have done both: it has no parts. */
static struct bar take_apart(const struct ib_table *t, const char *variant,
			     const struct ib_line *whole)
{
	double put = part(t, "part:put"), load = part(t, "part:load");
	const struct ib_line *clear = at(t, variant, "none");

	if (!clear || !(whole->cost.mid >= put + load))
		return (struct bar){ .whole = whole->cost.mid };
	return (struct bar){ put, clear->cost.mid, load, whole->cost.mid };
}

size_t ib_plot_reset(const struct ib_cross_cpu *m, struct ib_gp *gp)
{
	double y = 0, max = 0;
	size_t bars = 0, rows = 0;

	fputs("# y put clear load whole variant CPU\n", gp->data);
	fputs("set ytics ()\n", gp->vars);
	for (size_t v = 0; v < ARRAY_SIZE(variants); v++) {
		double first = y;

		for (size_t i = 0; i < m->nr; i++) {
			const struct ib_line *whole = at(m->table[i], variants[v], "putload");
			struct bar b;

			if (!whole)
				continue;
			b = take_apart(m->table[i], variants[v], whole);
			ib_print(gp->data, IB_SINK_GNUPLOT, "%.1f %.4f %.4f %.4f %.4f \"%s\" \"%s\"\n",
				 ++y, b.put, b.clear, b.load, b.whole, variants[v], m->name_of[i]);
			max = fmax(max, b.whole);
			bars++;
		}
		if (y == first)
			continue;
		ib_gp_tic(gp, 'y', (first + 1 + y) / 2, variants[v], NULL);
		y += 0.5;
		rows++;
	}
	ib_gp_string(gp, "cpu", "What of a live reset is put, clear and load");
	ib_gp_string(gp, "how", m->how);
	ib_gp_string(gp, "unit", ib_unit_words(m->table[0]->unit));
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	ib_gp_string(gp, "content", content);
	ib_gp_string(gp, "white", "not explained by them");
	fprintf(gp->vars, "bars = %zu\nrows = %zu\nymax = %.1f\nxmax = %.4f\n", bars, rows, y + 0.3,
		max);
	return max > 0 ? bars : 0;
}
