/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether runs that measured the same rows agree within their intervals. */
#ifndef INITBENCH_REPEATS_H
#define INITBENCH_REPEATS_H

#include "analysis/tables/rows.h"

/**
 * struct ib_repeats - rows of lane user that two runs of one CPU type both measured
 * @nr: pairs of rows, of the same axes, machine code and method
 * @nr_agree: pairs whose figures differ by no more than the 95% intervals of both explain: by the
 *            root of the sum of the squares of their half widths
 *
 * Of intervals that hold what they claim 95% of the pairs agree.
 */
struct ib_repeats {
	size_t nr;
	size_t nr_agree;
};

/**
 * ib_repeats_of() - how often the runs of a CPU type agree
 * @study: all tables as measured: nothing was gathered, see ib_gather()
 * @first: index of the table that every later one of its CPU type is looked at beside
 * @same_boot: look at runs of one boot; else of different boots or machines
 *
 * Not of --quick runs, of emulated hosts, or of tables that are unfit to stand beside others.
 */
struct ib_repeats ib_repeats_of(const struct ib_study *study, size_t first, bool same_boot);

#endif
