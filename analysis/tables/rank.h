/* SPDX-License-Identifier: GPL-2.0-only */
/* Which variants of a group are cheaper than which. */
#ifndef INITBENCH_RANK_H
#define INITBENCH_RANK_H

#include "analysis/tables/rows.h"

/**
 * ib_rank() - rank the lines of a group
 * @group: group, whose lines know the ruler's error; sets each line's level and rank
 *
 * A rank is 1 + the number of variants whose mean is less, by ib_contrast(). Only variants that
 * do the whole job are ranked: not parts, not what is wrong, has a known bug
 * or clears only some of the mask, nor what lost more than half of its blocks.
 */
void ib_rank(struct ib_group *group);

#endif
