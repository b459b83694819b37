// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/sizes.h"

double ib_mask_bytes(const struct ib_line *line)
{
	return line->row->mask_bytes ? line->row->mask_bytes : NAN;
}

static bool is_single(const struct ib_line *l, const char *variant)
{
	const struct ib_row_rec *r = l->row;

	return !strncmp(r->mask, "c:", 2) && !strchr(r->mask, '@') &&
	       !strcmp(r->variant, variant) && !strcmp(r->fpu, "none") &&
	       !strcmp(r->temp, "warm") && !strcmp(r->use, "used") &&
	       isfinite(l->cost.mid) && isfinite(ib_mask_bytes(l));
}

/* By bytes, then by name. */
static int compare(const struct ib_line *a, const struct ib_line *b)
{
	double x = ib_mask_bytes(a), y = ib_mask_bytes(b);

	return x != y ? (x > y) - (x < y) : strcmp(a->row->mask, b->row->mask);
}

const struct ib_line *ib_single(const struct ib_table *table, const char *variant,
				const struct ib_line *after)
{
	const struct ib_line *next = NULL;

	for (size_t i = 0; i < table->nr_lines; i++) {
		const struct ib_line *l = &table->lines[i];

		if (is_single(l, variant) && (!after || compare(l, after) > 0) &&
		    (!next || compare(l, next) < 0))
			next = l;
	}
	return next;
}

const struct ib_line *ib_at_place(const struct ib_table *table, const struct ib_line *line,
				  const char *place)
{
	const struct ib_row_rec *r = line->row;
	const struct ib_line *l;
	char mask[64];

	snprintf(mask, sizeof(mask), "%s@%s", r->mask, place);
	l = ib_find_line(table, (struct ib_where){
		.variant = r->variant, .event = r->event, .fpu = r->fpu, .mask = mask,
		.content = r->content, .use = r->use, .temp = r->temp });
	return l && isfinite(l->cost.mid) ? l : NULL;
}
