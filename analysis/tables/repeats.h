/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether runs that measured the same rows agree within their intervals. */
#ifndef INITBENCH_REPEATS_H
#define INITBENCH_REPEATS_H

#include "analysis/tables/rows.h"

/**
 * struct ib_repeats - rows of lane user that two runs of a CPU type both measured
 * @table: one of the CPU type
 * @nr: pairs of rows of the same axes, machine code and method, of different boots and of one boot
 * @nr_agree: pairs whose figures differ by no more than the 95% intervals of both explain: by the
 *            root of the sum of the squares of their half widths
 *
 * Of intervals that hold what they claim 95% of the pairs agree.
 */
struct ib_repeats {
	const struct ib_table *table;
	size_t nr[2];
	size_t nr_agree[2];
};

/**
 * ib_repeats_read() - how often runs of a CPU type agree, each with the one before it
 * @study: all tables as measured: nothing was gathered, see ib_gather()
 * @repeats: set to an array, one a CPU type of which there are such runs; the caller frees it
 *
 * Not of --quick runs, of emulated hosts, or of tables that are unfit to stand beside others.
 *
 * Return: how many CPU types.
 */
size_t ib_repeats_read(const struct ib_study *study, struct ib_repeats **repeats);

#endif
