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

/* Pairs of what is ranked; else a contrast a line. */
static size_t nr_contrasts(const struct ib_group *group)
{
	size_t ranked = 0, measured = 0;

	for (size_t i = 0; i < group->nr; i++) {
		ranked += can_be_ranked(&group->lines[i]);
		measured += group->lines[i].nr_layouts > 1;
	}
	if (group->lines[0].kind == IB_KIND_VARIANT)
		return ranked > 1 ? ranked * (ranked - 1) / 2 : 1;
	return measured ? measured : 1;
}

void ib_rank(struct ib_group *group)
{
	double alpha = (1 - IB_LEVEL) / nr_contrasts(group);

	for (size_t i = 0; i < group->nr; i++)
		group->lines[i].alpha = alpha;
	for (size_t i = 0; i < group->nr; i++) {
		struct ib_line *l = &group->lines[i];

		if (!can_be_ranked(l))
			continue;
		l->rank = 1;
		for (size_t j = 0; j < group->nr; j++)
			l->rank += j != i && can_be_ranked(&group->lines[j]) &&
				   ib_cheaper(&group->lines[j], l);
	}
}
