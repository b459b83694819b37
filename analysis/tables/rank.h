/* SPDX-License-Identifier: GPL-2.0-only */
/* Which variants of a group are cheaper than which. */
#ifndef INITBENCH_RANK_H
#define INITBENCH_RANK_H

#include "analysis/tables/rows.h"

/* Several times the variants there are. */
#define IB_RANKED_MOST	150

/**
 * ib_rank() - rank the lines of a group
 * @group: group, whose lines know the ruler's error; sets each line's level and rank
 *
 * A rank is 1 + the number of variants whose mean is less, by ib_contrast(). Only variants that
 * do the whole job are ranked: not parts, not what is wrong, has a known bug
 * or clears only some of the mask, nor what lost more than half of its blocks.
 *
 * Return: false, and nothing is ranked, if there are more than IB_RANKED_MOST: every pair
 * is judged, and a stranger's file may hold any number.
 */
bool ib_rank(struct ib_group *group);

#endif
