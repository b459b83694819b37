/* SPDX-License-Identifier: GPL-2.0-only */
/* The variants that the thread argued about, where they can be compared. */
#ifndef INITBENCH_TRIO_H
#define INITBENCH_TRIO_H

#include <stdio.h>

#include "analysis/tables/rows.h"

#define IB_CONTENDERS	3
extern const char *const ib_contender_ids[IB_CONTENDERS];

/* The mask of the thread. */
#define IB_CONTENDERS_MASK	"mpx"

/**
 * struct ib_contenders - the thread's variants at one place, the cheapest first
 * @line: those that were measured there and do the whole job
 * @nr: how many
 */
struct ib_contenders {
	const struct ib_line *line[IB_CONTENDERS];
	size_t nr;
};

/**
 * ib_contenders() - the thread's variants on INIT with the thread's mask
 * @table: table
 * @fpu: axis
 */
struct ib_contenders ib_contenders(const struct ib_table *table, const char *fpu);

/**
 * ib_contender_line() - one of them
 * @contenders: all
 * @variant: id
 *
 * Return: its line, NULL if it is not there.
 */
const struct ib_line *ib_contender_line(const struct ib_contenders *contenders,
					const char *variant);

/**
 * ib_contenders_range() - what the choice among them changes
 * @contenders: at least two
 *
 * Return: the dearest less the cheapest, in the table's unit.
 */
double ib_contenders_range(const struct ib_contenders *contenders);

/**
 * ib_cheapest() - the cheapest variant that does the whole job
 * @table: table
 * @place: a line of the place to look at
 *
 * Return: a line; NULL if @place is the cheapest or none is distinctly cheaper.
 */
const struct ib_line *ib_cheapest(const struct ib_table *table, const struct ib_line *place);

/**
 * ib_cost_decimals() - digits after the point that a figure of a table is worth
 * @table: table
 * @x: figure
 */
int ib_cost_decimals(const struct ib_table *table, double x);

#endif
