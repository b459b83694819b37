/* SPDX-License-Identifier: GPL-2.0-only */
/* Which variants, masks and content a plot or a sentence is about. */
#ifndef INITBENCH_SHOWN_H
#define INITBENCH_SHOWN_H

#include "analysis/tables/rows.h"
#include "lib/schema/axes.h"

#define IB_SHOWN_MASKS	(IB_NAMED_MASKS + 1)	/* and NULL at the end */

/**
 * struct ib_shown - what a plot shows
 * @variant: the variants' ids, the cheapest first
 * @nr: how many
 * @masks: the named masks that have figures, NULL at the end
 * @content: the content shown
 */
struct ib_shown {
	const char **variant;
	size_t nr;
	const char *masks[IB_SHOWN_MASKS];
	const char *content;
};

/**
 * ib_shown() - what there is to show of the variants on INIT
 * @table: table
 * @fpu: axis
 *
 * Return: variants by their cost of the first mask that all masks but "none"
 * offer; free @variant.
 */
struct ib_shown ib_shown(const struct ib_table *table, const char *fpu);

/**
 * ib_is_shown() - whether a variant is among those shown
 * @shown: what is shown
 * @variant: id
 */
bool ib_is_shown(const struct ib_shown *shown, const char *variant);

/**
 * ib_shown_line() - the line of a variant and mask, with figures
 * @table: table
 * @shown: what is shown
 * @fpu: axis
 * @variant: id
 * @mask: axis
 *
 * Return: the line, NULL if it was not measured.
 */
const struct ib_line *ib_shown_line(const struct ib_table *table, const struct ib_shown *shown,
				    const char *fpu, const char *variant, const char *mask);

/**
 * ib_shown_lo() - where a cost's interval begins
 * @line: line; without an interval, its cost is both ends
 */
double ib_shown_lo(const struct ib_line *line);

/**
 * ib_shown_hi() - where it ends
 * @line: as above
 */
double ib_shown_hi(const struct ib_line *line);

#endif
