/* SPDX-License-Identifier: GPL-2.0-only */
/* What a block's raw values amount to. */
#ifndef INITBENCH_BLOCK_VALUES_H
#define INITBENCH_BLOCK_VALUES_H

#include "analysis/results.h"

struct json_object;

/**
 * ib_block_values() - derive a block's values from its raw ones
 * @object: block record
 * @block: filled in
 *
 * A value is (midmean(ticks) - midmean(empty)) / n.
 *
 * Return: 0, or -1 if the record lacks what a block must have.
 */
int ib_block_values(struct json_object *object, struct ib_block_rec *block);

#endif
