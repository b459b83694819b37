// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crossing.h"

const struct ib_line *ib_components(const struct ib_table *table, const char *variant, int n)
{
	char mask[16];
	struct ib_where where = {
		.variant = variant, .event = "init", .fpu = "none", .mask = mask,
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

/* Straight lines from one n to the next: where the difference is first 0 after @from. */
static void interpolate(const struct ib_table *t, const char *a, const char *b,
			struct ib_crossing *c)
{
	double last = NAN, last_cost = 0;
	int last_n = c->from;

	for (int n = c->from; n <= c->to; n++) {
		const struct ib_line *x = ib_components(t, a, n), *y = ib_components(t, b, n);
		double d;

		if (!x || !y)
			continue;
		d = x->cost.mid - y->cost.mid;
		if (last * d <= 0) {
			double part = last / (last - d);

			c->at = last_n + part * (n - last_n);
			c->cost = last_cost + part * (x->cost.mid - last_cost);
			return;
		}
		last = d;
		last_cost = x->cost.mid;
		last_n = n;
	}
}

bool ib_find_crossing(const struct ib_table *table, const char *a, const char *b,
		      struct ib_crossing *crossing)
{
	int most = ib_most_components(table), before = 0;

	for (int n = 0; n <= most; n++) {
		const struct ib_line *x = ib_components(table, a, n);
		const struct ib_line *y = ib_components(table, b, n);
		int order;

		if (!x || !y || !ib_distinct(x, y))
			continue;
		order = x->cost.mid < y->cost.mid ? -1 : 1;
		if (before && order != before) {
			crossing->to = n;
			interpolate(table, a, b, crossing);
			return true;
		}
		before = order;
		crossing->from = n;
	}
	return false;
}
