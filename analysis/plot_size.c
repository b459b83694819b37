// SPDX-License-Identifier: GPL-2.0-only
/* One component alone, against its bytes. */
#include <math.h>
#include <string.h>

#include "analysis/fit.h"
#include "analysis/plot.h"
#include "analysis/plot_labels.h"
#include "analysis/sizes.h"

#define VARIANT	"u64-mask"

size_t ib_plot_size(const struct ib_table *table, FILE *data, FILE *vars)
{
	const struct ib_line *l = NULL;
	struct ib_fit fit;
	bool fitted = ib_fit_components(table, VARIANT, &fit);
	double least = INFINITY, most = 0;
	size_t nr = 0;

	fputs("# bytes midmean lo hi model component\n", data);
	while ((l = ib_single(table, VARIANT, l))) {
		struct ib_load load = ib_load_of(table, l);

		nr++;
		least = fmin(least, ib_mask_bytes(l));
		most = fmax(most, ib_mask_bytes(l));
		fprintf(data, "%.0f %.4f %.4f %.4f", ib_mask_bytes(l), l->cost.mid,
			isfinite(l->cost.lo) ? l->cost.lo : l->cost.mid,
			isfinite(l->cost.hi) ? l->cost.hi : l->cost.mid);
		if (fitted)
			fprintf(data, " %.4f", ib_fit_at(&fit, &load));
		else
			fputs(" NaN", data);
		fprintf(data, " \"%s\"\n", l->row->mask + 2);
	}
	if (nr)
		fprintf(vars, "xmin = %.1f\nxmax = %.1f\n", least / 1.5, most * 4);
	ib_gp_string(vars, "variant", VARIANT);
	return nr;
}
