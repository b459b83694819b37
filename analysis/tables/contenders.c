// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/shown.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"

const char *const ib_contender_ids[IB_CONTENDERS] = { "unrolled", "u64-mask", "v10-bitmap-fixed" };

static int by_cost(const void *a, const void *b)
{
	const struct ib_line *x = *(const struct ib_line *const *)a;
	const struct ib_line *y = *(const struct ib_line *const *)b;

	return (x->cost.mid > y->cost.mid) - (x->cost.mid < y->cost.mid);
}

struct ib_contenders ib_contenders(const struct ib_table *table, const char *fpu)
{
	struct ib_shown shown = ib_shown(table, fpu);
	struct ib_contenders contenders = { .nr = 0 };

	for (size_t i = 0; i < IB_CONTENDERS; i++) {
		const struct ib_line *l = ib_shown_line(table, &shown, fpu, ib_contender_ids[i],
							IB_CONTENDERS_MASK);

		if (l && l->oracle <= IB_ORACLE_OK)
			contenders.line[contenders.nr++] = l;
	}
	free(shown.variant);
	qsort(contenders.line, contenders.nr, sizeof(contenders.line[0]), by_cost);
	return contenders;
}

const struct ib_line *ib_contender_line(const struct ib_contenders *contenders, const char *variant)
{
	for (size_t i = 0; i < contenders->nr; i++)
		if (!strcmp(contenders->line[i]->row->variant, variant))
			return contenders->line[i];
	return NULL;
}

double ib_contenders_range(const struct ib_contenders *contenders)
{
	return contenders->line[contenders->nr - 1]->cost.mid - contenders->line[0]->cost.mid;
}

const struct ib_line *ib_cheapest(const struct ib_table *table, const struct ib_line *place)
{
	const struct ib_line *best = NULL;

	for (size_t i = 0; i < table->nr_lines; i++) {
		const struct ib_line *l = &table->lines[i];

		if (l->rank && !ib_compare_place(l, place) &&
		    (!best || l->cost.mid < best->cost.mid))
			best = l;
	}
	return best && best != place && ib_cheaper(best, place) ? best : NULL;
}

int ib_cost_decimals(const struct ib_table *table, double x)
{
	return fabs(x) >= 9999.95 || (table->unit == IB_UNIT_INSNS && x == floor(x)) ? 0 : 1;
}
