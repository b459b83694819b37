/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows that have the first n components of a fixed order. */
#ifndef INITBENCH_COMPONENTS_H
#define INITBENCH_COMPONENTS_H

#include "analysis/tables/rows.h"

/**
 * ib_components() - the line of a variant with an n-component mask
 * @table: table
 * @variant: id
 * @fpu: axis
 * @n: components
 *
 * Return: the line (event init), NULL if it has no figures.
 */
const struct ib_line *ib_components(const struct ib_table *table, const char *variant,
				    const char *fpu, int n);

/**
 * ib_most_components() - the largest n of the masks n:k that has figures in a table
 * @table: table
 *
 * Return: n, -1 if there is none.
 */
int ib_most_components(const struct ib_table *table);

#endif
