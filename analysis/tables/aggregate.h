/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks made into a line's figures. */
#ifndef INITBENCH_AGGREGATE_H
#define INITBENCH_AGGREGATE_H

#include "analysis/tables/rows.h"

/**
 * ib_aggregate() - fill in a line's figures
 * @line: its layouts, counts and figures are set
 * @unit: of the table
 * @rows: that make up the line, one a run at most
 * @group: of each row's run, see struct ib_draw
 * @nr: how many
 *
 * A layout's mean is the unit of replication, however many blocks it had.
 */
void ib_aggregate(struct ib_line *line, enum ib_unit unit, const struct ib_row_rec *const *rows,
		  const size_t *group, size_t nr);

#endif
