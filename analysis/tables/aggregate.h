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

/**
 * ib_estimate() - a line's cost and its interval at a level
 * @line: line whose groups are known
 * @level: confidence, in (0, 1)
 *
 * Of one boot and one process the midmean over layouts, see ib_midmean_interval(); else the
 * random-effects mean of the groups' midmeans, see ib_random_effects(): what differs between
 * processes, boots and machines is in the interval.
 */
struct ib_estimate ib_estimate(const struct ib_line *line, double level);

/**
 * ib_boot_estimate() - what a line of one boot says of it
 * @line: line
 *
 * Return: its mean and standard error, that of processes in it.
 */
struct ib_group_estimate ib_boot_estimate(const struct ib_line *line);

#endif
