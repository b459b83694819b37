/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of several tables of one CPU and lane is shown. */
#ifndef INITBENCH_CHOOSE_H
#define INITBENCH_CHOOSE_H

#include "analysis/tables/rows.h"

/**
 * ib_supersede() - mark the tables that are not shown
 * @study: all tables
 *
 * Of the tables of one CPU, host and lane (other builds, kernels, machines) the
 * newest is shown, a full run before a --quick one, a kernel that INIT makes clear
 * something before one that it does not. The choice looks at no figure.
 */
void ib_supersede(struct ib_study *study);

#endif
