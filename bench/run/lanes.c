// SPDX-License-Identifier: GPL-2.0-only
#include "bench/run/lanes.h"
#include "lib/base/array.h"
#include "lib/schema/lanes.h"

#define DECLARE(name)	extern const struct ib_lane ib_lane_##name;
#define ROW(name)	&ib_lane_##name,

IB_LANE_LIST(DECLARE)

static const struct ib_lane *const lanes[] = { IB_LANE_LIST(ROW) };

_Static_assert(ARRAY_SIZE(lanes) <= IB_MAX_LANES, "a run has room for them");

const struct ib_lane *const *ib_lanes(size_t *n)
{
	*n = ARRAY_SIZE(lanes);
	return lanes;
}
