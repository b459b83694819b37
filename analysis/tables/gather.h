/* SPDX-License-Identifier: GPL-2.0-only */
/* One table of a CPU type and lane, from all its runs. */
#ifndef INITBENCH_GATHER_H
#define INITBENCH_GATHER_H

#include "analysis/tables/rows.h"

/**
 * ib_gather() - complete the tables that are shown by what others of their CPU type know
 * @study: of which ib_supersede() has chosen
 *
 * Of each native table that is shown, with what is not shown of its CPU type and lane, the newest
 * first: a row that it lacks is adopted, so that a small later run does not hide a study; a row
 * that it has, measured on another boot or machine, is one more group of the random-effects mean.
 *
 * Not from what is unfit to stand beside others (ib_unfit()), from --quick runs, nor rows that a
 * method since has changed or whose machine code is another; of the kernel's lanes only from the
 * same release, since it is the kernel that is measured there.
 */
void ib_gather(struct ib_study *study);

#endif
