/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of several tables of one CPU and lane is shown. */
#ifndef INITBENCH_CHOOSE_H
#define INITBENCH_CHOOSE_H

#include "analysis/rows.h"

/**
 * ib_is_superseded() - whether another table is to be shown instead of this one
 * @study: all tables
 * @table: one of them
 *
 * Of the tables of one CPU, host and lane (other builds, other kernels) the
 * newest is shown, a full run before a --quick one, a kernel that INIT makes clear
 * something before one that it does not. The choice looks at no figure.
 */
bool ib_is_superseded(const struct ib_study *study, const struct ib_table *table);

#endif
