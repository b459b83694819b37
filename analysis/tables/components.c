// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/components.h"

const struct ib_line *ib_components(const struct ib_table *table, const char *variant,
				    const char *fpu, int n)
{
	char mask[16];
	struct ib_where where = {
		.variant = variant, .event = "init", .fpu = fpu, .mask = mask,
	};
	const struct ib_line *l;

	snprintf(mask, sizeof(mask), "n:%d", n);
	l = ib_find_line(table, where);
	return l && isfinite(l->cost.mid) ? l : NULL;
}

int ib_most_components(const struct ib_table *table)
{
	int most = -1;

	for (size_t i = 0; i < table->nr_lines; i++) {
		const char *mask = table->lines[i].row->mask;

		if (isfinite(table->lines[i].cost.mid) && !strncmp(mask, "n:", 2) &&
		    atoi(mask + 2) > most)
			most = atoi(mask + 2);
	}
	return most;
}
