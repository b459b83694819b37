/* SPDX-License-Identifier: GPL-2.0-only */
/* Which tables may stand beside each other, and which are shown apart. */
#ifndef INITBENCH_APART_H
#define INITBENCH_APART_H

#include "analysis/tables/rows.h"

/**
 * ib_exclude() - mark the tables that are not to stand beside others, with the reason
 * @study: all tables, of which ib_supersede() has chosen; may be asked again after ib_gather()
 *
 * Of native tables: the provenance is incomplete, or the machine was disturbed: more than a
 * quarter of the blocks was dropped, the chains disagree in more than a tenth of the rows, or
 * the run ended early. The rules look at no cost.
 *
 * A table that was measured by an older method than the newest one, or whose variants' machine
 * code is another, stays beside the others. It is marked, with the difference, and only the lines
 * that the difference touches are left out: see ib_table.older and ib_line.outdated.
 */
void ib_exclude(struct ib_study *study);

/**
 * ib_unfit() - what is wrong with a table itself
 * @table: table
 *
 * Return: the reason why it may not stand beside others, which the caller frees; NULL.
 */
char *ib_unfit(const struct ib_table *table);

/**
 * ib_touched() - whether a row would be measured otherwise by a later method
 * @run: its run
 * @row: row
 * @method: the later one's number
 */
bool ib_touched(const struct ib_run_rec *run, const struct ib_row_rec *row, unsigned int method);

/**
 * ib_revision() - what the suite's revision is known by
 * @run: run
 *
 * Commits that measure alike are one: most only add results, or change what is made
 * of them.
 *
 * Return: suite/sources of its record; of an older one, which does not say, its
 * commit; "" without either.
 */
const char *ib_revision(const struct ib_run_rec *run);

#endif
