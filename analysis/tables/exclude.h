/* SPDX-License-Identifier: GPL-2.0-only */
/* Which tables may stand beside each other, and which are shown apart. */
#ifndef INITBENCH_APART_H
#define INITBENCH_APART_H

#include "analysis/tables/rows.h"

/**
 * ib_apart() - mark the tables that are not to stand beside others, with the reason
 * @study: all tables, of which ib_choose() has chosen
 *
 * Of native tables: the provenance is incomplete; the suite's revision is not that
 * of the newest, see ib_revision(); or the machine was disturbed: more than a quarter
 * of the blocks was dropped, the chains disagree in more than a tenth of the rows, or
 * the run ended early. The rules look at no cost.
 */
void ib_apart(struct ib_study *study);

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
