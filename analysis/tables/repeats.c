// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/counterpart.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/repeats.h"

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
	for (size_t i = 0; i < a->nr_lines; i++) {
		const struct ib_line *x = &a->lines[i], *y = ib_counterpart(b, x);

		if (!y || !ib_is_good(x) || !ib_is_good(y) || !ib_same_code(a, x, b, y) ||
		    !isfinite(half_width(x) + half_width(y)))
			continue;
		sum->nr++;
		sum->nr_agree += agree(x, y);
	}
}

struct ib_repeats ib_repeats_of(const struct ib_study *study, size_t first, bool same_boot)
{
	const struct ib_table *a = study->tables[first];
	struct ib_repeats sum = { 0 };

	for (size_t i = first + 1; i < study->nr_tables && counts(a); i++) {
		const struct ib_table *b = study->tables[i];
		const struct ib_run_rec *x = ib_newest_run(a), *y = ib_newest_run(b);

		if (counts(b) && ib_same_cpu_type(a, b) && x->method == y->method &&
		    ib_same_boot(x, y) == same_boot)
			add_pairs(&sum, a, b);
	}
	return sum;
}
