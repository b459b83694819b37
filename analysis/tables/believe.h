/* SPDX-License-Identifier: GPL-2.0-only */
/* What is not to be believed at all, by rules that look at no figure. */
#ifndef INITBENCH_BELIEVE_H
#define INITBENCH_BELIEVE_H

#include "analysis/tables/rows.h"

/**
 * ib_unbelievable() - why nothing in a table may be believed
 * @table: with its lines
 *
 * More than half of its blocks were dropped, whenever they were taken, or none was usable.
 * A table whose rows were all skipped, each for a reason that it names, has nothing to believe.
 *
 * Return: the reason, which the caller frees; NULL without one.
 */
char *ib_unbelievable(const struct ib_table *table);

/**
 * ib_lost_most() - whether a row lost more than half of its blocks
 * @line: line
 *
 * Those that were taken again and kept are not lost.
 */
bool ib_lost_most(const struct ib_line *line);

#endif
