// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/tables/contrast.h"
#include "analysis/tables/temps.h"

const struct ib_line *ib_at_temp(const struct ib_table *table, const struct ib_line *line,
				 const char *temp)
{
	const struct ib_row_rec *r = line->row;
	const struct ib_line *l = ib_find_line(table, (struct ib_where){
		.variant = r->variant, .event = r->event, .fpu = r->fpu, .mask = r->mask,
		.content = r->content, .use = r->use, .temp = temp });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

bool ib_has_temp(const struct ib_table *table, const char *temp)
{
	for (size_t i = 0; i < table->nr_lines; i++)
		if (table->lines[i].nr_layouts && !strcmp(table->lines[i].row->temp, temp))
			return true;
	return false;
}

/* Synthetic masks ("n:3", "c:ymm") are no part of a question about variants. */
static bool is_among(const struct ib_line *l, const char *const *among, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(l->row->variant, among[i]))
			return !strchr(l->row->mask, ':');
	return !among;
}

/* Which of two is cheaper: -1 the first, 1 the second, 0 if their means do not differ. */
static int order(const struct ib_line *a, const struct ib_line *b)
{
	enum ib_verdict verdict = ib_contrast(a, b).judgement.verdict;

	return verdict == IB_FASTER ? 1 : verdict == IB_SLOWER ? -1 : 0;
}

struct ib_flips ib_flips(const struct ib_table *table, const char *temp,
			 const char *const *among, size_t nr_among,
			 void (*each)(const struct ib_line *cheap, const struct ib_line *dear,
				      void *data), void *data)
{
	struct ib_flips f = { 0 };

	for (size_t i = 0; i < table->nr_lines; i++) {
		for (size_t k = i + 1; k < table->nr_lines; k++) {
			const struct ib_line *a = &table->lines[i], *b = &table->lines[k];
			const struct ib_line *x, *y;
			int warm, other;

			if (strcmp(a->row->temp, "warm") || !a->rank || !b->rank ||
			    ib_compare_place(a, b) || !is_among(a, among, nr_among) ||
			    !is_among(b, among, nr_among))
				continue;
			x = ib_at_temp(table, a, temp);
			y = ib_at_temp(table, b, temp);
			if (!x || !y)
				continue;
			warm = order(a, b);
			other = order(x, y);
			f.lost += warm && !other;
			f.gained += !warm && other;
			f.same += warm && warm == other;
			f.opposite += warm && warm == -other;
			if (each && warm && warm == -other)
				each(warm < 0 ? a : b, warm < 0 ? b : a, data);
		}
	}
	return f;
}
