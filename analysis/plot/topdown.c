// SPDX-License-Identifier: GPL-2.0-only
/* Where the issue slots of each variant went. */
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/topdown.h"
#include "lib/base/encode.h"

static const char *const fpus[] = { "none", "putload" };

size_t ib_plot_topdown(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	size_t nr = 0;

	fputs("# y retiring front bad back, in slots; variant fpu\n", data);
	fputs("set ytics ()\n", gp->vars);
	for (size_t f = 0; f < 2; f++) {
		struct ib_shown s = ib_shown(table, fpus[f]);

		for (size_t i = 0; i < s.nr; i++) {
			const struct ib_line *l = ib_shown_line(table, &s, fpus[f], s.variant[i],
								IB_CONTENDERS_MASK);
			struct ib_topdown a;

			if (!l || !ib_topdown(table, l, &a))
				continue;
			ib_print(data, IB_SINK_GNUPLOT, "%zu %.4f %.4f %.4f %.4f \"%s\" \"%s\"\n",
				 ++nr, a.retiring, a.frontend, a.bad, a.backend, s.variant[i],
				 fpus[f]);
			ib_gp_reset(gp, nr, l);
		}
		free(s.variant);
	}
	fprintf(gp->vars, "rows = %zu\n", nr);
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	return nr;
}
