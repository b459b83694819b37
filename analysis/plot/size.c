// SPDX-License-Identifier: GPL-2.0-only
/* One component alone, against its bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/fit.h"
#include "analysis/tables/sizes.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

#define VARIANT	"u64-mask"
#define LEAST	1	/* of a logarithmic axis */

size_t ib_plot_size(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	const struct ib_line *l = NULL;
	struct ib_fit fit;
	bool fitted = ib_fit_components(table, VARIANT, &fit);
	size_t nr = 0;

	fputs("# y midmean lo hi model bytes component\n", data);
	fputs("set ytics ()\n", gp->vars);
	while ((l = ib_single(table, VARIANT, l))) {
		struct ib_load load = ib_load_of(table, l);
		char *name;

		nr++;
		name = ib_asprintf("%s, %.0f", l->row->mask + 2, ib_mask_bytes(l));
		ib_gp_tic(gp, 'y', nr, name, NULL);
		free(name);
		fprintf(data, "%zu %.4f %.4f %.4f", nr, l->cost.mid,
			isfinite(l->cost.lo) ? fmax(l->cost.lo, LEAST) : l->cost.mid,
			isfinite(l->cost.hi) ? l->cost.hi : l->cost.mid);
		if (fitted)
			fprintf(data, " %.4f", ib_fit_at(&fit, &load));
		else
			fputs(" NaN", data);
		ib_print(data, IB_SINK_GNUPLOT, " %.0f \"%s\"\n", ib_mask_bytes(l),
			 l->row->mask + 2);
	}
	fprintf(gp->vars, "rows = %zu\n", nr);
	ib_gp_string(gp, "variant", VARIANT);
	return nr;
}
