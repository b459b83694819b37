// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/tables/again.h"
#include "analysis/tables/contrast.h"
#include "lib/schema/row.h"
#include "lib/schema/row_order.h"
#include "lib/stats/multiplicity.h"

static bool is_copy(const struct ib_line *l, const struct ib_line *of)
{
	size_t length = strlen(of->row->variant);

	return isfinite(l->cost.mid) && !strncmp(l->row->variant, of->row->variant, length) &&
	       !strcmp(l->row->variant + length, IB_AGAIN);
}

/* The first line of the table that does not stand before the place. */
static size_t find_place(const struct ib_table *table, const struct ib_line *place)
{
	size_t lo = 0, hi = table->nr_lines;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ib_compare_place(&table->lines[mid], place) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct ib_line *ib_again_of(const struct ib_table *table, const struct ib_line *line)
{
	const struct ib_line place = { .kind = IB_KIND_AA, .row = line->row };

	for (size_t i = find_place(table, &place); i < table->nr_lines; i++) {
		if (ib_compare_place(&table->lines[i], &place))
			return NULL;
		if (is_copy(&table->lines[i], line))
			return &table->lines[i];
	}
	return NULL;
}

struct ib_again_tally ib_again_tally(const struct ib_table *table)
{
	struct ib_again_tally tally = { 0 };

	for (size_t i = 0; i < table->nr_lines; i++) {
		const struct ib_line *l = &table->lines[i];
		const struct ib_line *copy = ib_again_of(table, l);
		struct ib_contrast c;

		if (!copy || l->kind != IB_KIND_VARIANT || !isfinite(l->cost.mid))
			continue;
		c = ib_contrast(l, copy);
		tally.nr++;
		tally.nr_flagged += ib_differs(c.judgement.verdict);
		tally.most = fmax(tally.most, fabs(c.judgement.walsh.hl));
	}
	ib_clopper_pearson(tally.nr_flagged, tally.nr, 0.05, &tally.lo, &tally.hi);
	return tally;
}
