/* SPDX-License-Identifier: GPL-2.0-only */
/* Where two variants' costs cross as the number of components grows. */
#ifndef INITBENCH_CROSSING_H
#define INITBENCH_CROSSING_H

#include "analysis/rows.h"

/**
 * struct ib_crossing - a change of order
 * @from: components at which the first was last distinctly cheaper
 * @to: components at which the second is first distinctly cheaper
 * @at: where straight lines between the midmeans cross, @from <= @at <= @to
 * @cost: there
 */
struct ib_crossing {
	int from;
	int to;
	double at;
	double cost;
};

/**
 * ib_components() - the line of a variant with an n-component mask
 * @table: table
 * @variant: id
 * @n: components
 *
 * Return: the line (event init, fpu none), NULL if it has no figures.
 */
const struct ib_line *ib_components(const struct ib_table *table, const char *variant, int n);

/**
 * ib_most_components() - the largest n of the masks n:k that has figures in a table
 * @table: table
 *
 * Return: n, -1 if there is none.
 */
int ib_most_components(const struct ib_table *table);

/**
 * ib_find_crossing() - the first change of order of two variants
 * @table: table
 * @a: id
 * @b: id
 * @crossing: set if there is one
 *
 * A crossing is a change of order that can be told on both sides: figures that
 * merely swap places inside what layout does are none.
 */
bool ib_find_crossing(const struct ib_table *table, const char *a, const char *b,
		      struct ib_crossing *crossing);

#endif
