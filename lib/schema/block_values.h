/* SPDX-License-Identifier: GPL-2.0-only */
/* What a block's raw values amount to. */
#ifndef INITBENCH_BLOCK_VALUES_H
#define INITBENCH_BLOCK_VALUES_H

#include "lib/schema/results.h"

struct ib_parser;

/**
 * ib_block_values() - derive a block's values from its raw ones
 * @p: of a block record that keeps to the table of fields
 * @step: by which the run's clock moves, in its units
 * @block: filled in
 *
 * A value is (midmean(ticks) - midmean(empty)) / n; of single shots, which a
 * clock in steps shows only together, the means between fences instead of the
 * midmeans (ib_fenced_mean()).
 *
 * Return: 0, or -1 if the record lacks what a block must have.
 */
int ib_block_values(const struct ib_parser *p, uint32_t step, struct ib_block_rec *block);

#endif
