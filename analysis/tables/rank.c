// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include "analysis/tables/rank.h"

static bool can_be_ranked(const struct ib_line *l)
{
	return l->kind == IB_KIND_VARIANT && isfinite(l->cost.lo) &&
	       (l->oracle == IB_ORACLE_OK || l->oracle == IB_ORACLE_UNCHECKED);
}

bool ib_distinct(const struct ib_line *a, const struct ib_line *b)
{
	if (!(a->cost.hi < b->cost.lo || b->cost.hi < a->cost.lo))
		return false;
	return fabs(a->cost.mid - b->cost.mid) > fmax(a->sd, b->sd);
}

void ib_rank(struct ib_group *group)
{
	for (size_t i = 0; i < group->nr; i++) {
		struct ib_line *l = &group->lines[i];

		if (!can_be_ranked(l))
			continue;
		l->rank = 1;
		for (size_t j = 0; j < group->nr; j++) {
			const struct ib_line *other = &group->lines[j];

			l->rank += can_be_ranked(other) && other->cost.mid < l->cost.mid &&
				   ib_distinct(other, l);
		}
	}
}
