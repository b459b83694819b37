// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/tables/temps.h"

const struct ib_line *ib_at_temp(const struct ib_table *table, const struct ib_line *line,
				 const char *temp)
{
	const struct ib_row_rec *r = line->row;
	const struct ib_line *l = ib_find_line(table, (struct ib_where){
		.variant = r->variant, .event = r->event, .fpu = r->fpu, .mask = r->mask,
		.content = r->content, .temp = temp });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

bool ib_has_temp(const struct ib_table *table, const char *temp)
{
	for (size_t i = 0; i < table->nr_lines; i++)
		if (table->lines[i].nr_layouts && !strcmp(table->lines[i].row->temp, temp))
			return true;
	return false;
}

struct ib_flips ib_flips(const struct ib_table *table, const char *temp,
			 void (*each)(const struct ib_line *cheap, const struct ib_line *dear,
				      void *data), void *data)
{
	struct ib_flips f = { 0 };

	for (size_t i = 0; i < table->nr_lines; i++) {
		/* Lines of a group are in the order of their cost: the first is the cheaper one. */
		for (size_t k = i + 1; k < table->nr_lines; k++) {
			const struct ib_line *a = &table->lines[i], *b = &table->lines[k];
			const struct ib_line *x, *y;
			bool warm, other;

			if (strcmp(a->row->temp, "warm") || !a->rank || !b->rank ||
			    ib_compare_place(a, b))
				continue;
			x = ib_at_temp(table, a, temp);
			y = ib_at_temp(table, b, temp);
			if (!x || !y)
				continue;
			warm = ib_distinct(a, b);
			other = ib_distinct(x, y);
			f.lost += warm && !other;
			f.gained += !warm && other;
			f.same += warm && other && x->cost.mid < y->cost.mid;
			if (!warm || !other || x->cost.mid < y->cost.mid)
				continue;
			f.opposite++;
			if (each)
				each(a, b, data);
		}
	}
	return f;
}
