/* SPDX-License-Identifier: GPL-2.0-only */
/* A/A within a run: a variant against the second copy of its own code. */
#ifndef INITBENCH_AGAIN_H
#define INITBENCH_AGAIN_H

#include "analysis/tables/rows.h"

/**
 * ib_again_of() - the second copy of a variant, measured in the same place
 * @table: table of the line
 * @line: a variant's
 *
 * Return: the copy's line; NULL if it has none with figures.
 */
const struct ib_line *ib_again_of(const struct ib_table *table, const struct ib_line *line);

/**
 * struct ib_again_tally - how often the judge saw a difference that is none
 * @nr: pairs of a variant and its copy that were judged
 * @nr_flagged: of them, those called different
 * @lo: lower limit of that share, 95 %, Clopper-Pearson
 * @hi: upper limit
 * @most: largest |difference| of a pair, in the table's unit
 */
struct ib_again_tally {
	size_t nr;
	size_t nr_flagged;
	double lo;
	double hi;
	double most;
};

/**
 * ib_again_tally() - judge all copies of a table
 * @table: table
 */
struct ib_again_tally ib_again_tally(const struct ib_table *table);

#endif
