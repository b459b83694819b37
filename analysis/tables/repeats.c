// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/counterpart.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/repeats.h"
#include "lib/base/array.h"

static bool counts(const struct ib_table *t)
{
	char *unfit;

	if (strcmp(t->lane, "user") || t->unit != IB_UNIT_CYCLES || ib_is_quick(t) ||
	    strcmp(t->runs[0]->host, "native"))
		return false;
	unfit = ib_unfit(t);
	free(unfit);
	return !unfit;
}

static double half_width(const struct ib_line *l)
{
	return (l->cost.hi - l->cost.lo) / 2;
}

static bool agree(const struct ib_line *a, const struct ib_line *b)
{
	return fabs(a->cost.mid - b->cost.mid) <= hypot(half_width(a), half_width(b));
}

static void add_pairs(struct ib_repeats *sum, const struct ib_table *a, const struct ib_table *b)
{
	bool same_boot = ib_same_boot(ib_newest_run(a), ib_newest_run(b));

	for (size_t i = 0; i < a->nr_lines; i++) {
		const struct ib_line *x = &a->lines[i], *y = ib_counterpart(b, x);

		if (!y || !ib_is_good(x) || !ib_is_good(y) || !ib_same_code(a, x, b, y) ||
		    !isfinite(half_width(x) + half_width(y)))
			continue;
		sum->nr[same_boot]++;
		sum->nr_agree[same_boot] += agree(x, y);
	}
}

size_t ib_repeats_read(const struct ib_study *study, struct ib_repeats **repeats)
{
	struct ib_repeats *all = NULL;
	const struct ib_table *last = NULL;
	size_t nr = 0;

	/* Tables of a CPU and lane are sorted by age. */
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];

		if (!counts(t))
			continue;
		if (!last || !ib_same_cpu_type(last, t)) {
			all = ib_grow(all, nr, sizeof(*all));
			all[nr++] = (struct ib_repeats){ .table = t };
		} else if (ib_newest_run(last)->method == ib_newest_run(t)->method) {
			add_pairs(&all[nr - 1], last, t);
		}
		last = t;
	}
	*repeats = all;
	return nr;
}
