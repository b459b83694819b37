// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include "analysis/tables/believe.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/rank.h"

static bool can_be_ranked(const struct ib_line *l)
{
	return l->kind == IB_KIND_VARIANT && isfinite(l->cost.lo) &&
	       (l->oracle == IB_ORACLE_OK || l->oracle == IB_ORACLE_UNCHECKED) &&
	       !ib_lost_most(l);
}

static size_t nr_ranked(const struct ib_group *group)
{
	size_t nr = 0;

	for (size_t i = 0; i < group->nr; i++)
		nr += can_be_ranked(&group->lines[i]);
	return nr;
}

/* Pairs of what is ranked; else a contrast a line. */
static size_t nr_contrasts(const struct ib_group *group, size_t ranked)
{
	size_t measured = 0;

	for (size_t i = 0; i < group->nr; i++)
		measured += group->lines[i].nr_layouts > 1;
	if (group->lines[0].kind == IB_KIND_VARIANT)
		return ranked > 1 ? ranked * (ranked - 1) / 2 : 1;
	return measured ? measured : 1;
}

bool ib_rank(struct ib_group *group)
{
	size_t ranked = nr_ranked(group);
	double alpha = (1 - IB_LEVEL) / nr_contrasts(group, ranked);

	for (size_t i = 0; i < group->nr; i++)
		group->lines[i].alpha = alpha;
	if (ranked > IB_RANKED_MOST)
		return false;
	for (size_t i = 0; i < group->nr; i++) {
		struct ib_line *l = &group->lines[i];

		if (!can_be_ranked(l))
			continue;
		l->rank = 1;
		for (size_t j = 0; j < group->nr; j++)
			l->rank += j != i && can_be_ranked(&group->lines[j]) &&
				   ib_cheaper(&group->lines[j], l);
	}
	return true;
}
