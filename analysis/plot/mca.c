// SPDX-License-Identifier: GPL-2.0-only
/* Predicted cycles of each variant on each core that LLVM models. */
#include <math.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "lib/base/encode.h"
#include "lib/schema/results.h"

static bool is_shown(struct json_object *row)
{
	const char *fpu = ib_field(row, "fpu"), *mask = ib_field(row, "mask");

	return fpu && mask && !strcmp(fpu, "none") && !strcmp(mask, IB_CONTENDERS_MASK);
}

/* In the unit of the cheapest form of the thread on that core. */
static double reference(const struct ib_mca *m, struct json_object *model)
{
	double least = NAN;

	for (size_t i = 0; i < IB_CONTENDERS; i++) {
		struct json_object *row =
			ib_mca_row(m, ib_contender_ids[i], "none", IB_CONTENDERS_MASK);
		struct ib_prediction p;

		if (row && ib_mca_predict(m, model, row, &p))
			least = fmin(least, p.bound);
	}
	return least;
}

static void write_names(const struct ib_mca *m, struct ib_gp *gp)
{
	size_t y = 0;

	for (size_t i = 0; i < m->nr_rows; i++) {
		if (is_shown(m->row[i]))
			ib_gp_tic(gp, 'y', ++y, ib_field(m->row[i], "variant"),
				  ib_field(m->row[i], "bug"));
	}
	fprintf(gp->vars, "rows = %zu\n", y);
	for (size_t k = 0; k < m->nr_models; k++)
		ib_gp_tic(gp, 'x', k + 1, ib_mca_name(m->model[k]), NULL);
	fprintf(gp->vars, "models = %zu\n", m->nr_models);
}

size_t ib_plot_mca(const struct ib_mca *m, struct ib_gp *gp)
{
	FILE *data = gp->data;
	const char *cpu = ib_field(m->about, "cpu"), *llvm = ib_field(m->about, "llvm");
	size_t nr = 0, y = 0;

	fputs("# model variant bound pass bound/cheapest, names of both\n", data);
	for (size_t i = 0; i < m->nr_rows; i++) {
		if (!is_shown(m->row[i]))
			continue;
		y++;
		for (size_t k = 0; k < m->nr_models; k++) {
			struct ib_prediction p;

			if (!ib_mca_predict(m, m->model[k], m->row[i], &p))
				continue;
			nr++;
			ib_print(data, IB_SINK_GNUPLOT, "%zu %zu %.1f %.0f %.3f \"%s\" \"%s\"\n",
				 k + 1, y, p.bound, p.pass, p.bound / reference(m, m->model[k]),
				 ib_mca_name(m->model[k]), ib_field(m->row[i], "variant"));
		}
	}
	ib_gp_string(gp, "cpu", "Predicted cycles of the clear");
	fputs("set xtics ()\nset ytics ()\n", gp->vars);
	write_names(m, gp);
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	ib_gp_string(gp, "llvm", llvm ? llvm : "?");
	ib_gp_string(gp, "traced", cpu ? cpu : "?");
	return nr;
}
