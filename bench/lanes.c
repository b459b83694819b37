// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "bench/lane.h"
#include "bench/lane_kmod.h"
#include "bench/lane_kvm.h"
#include "bench/lane_user.h"

static const struct ib_lane *const lanes[] = {
	&ib_lane_user,
	&ib_lane_kmod,
	&ib_lane_kvm,
	&ib_lane_selftest,
};

const struct ib_lane *const *ib_lanes(size_t *n)
{
	*n = sizeof(lanes) / sizeof(lanes[0]);
	return lanes;
}

void ib_add_parts(const struct ib_lane *lane, ib_add_row add, void *plan)
{
	static const char *const parts[] = { IB_PART_PUT, IB_PART_LOAD };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (int content = 0; content < IB_CONTENTS; content++) {
			struct ib_row row = {
				.lane = lane,
				.fpu = IB_FPU_PUTLOAD,
				.content = content,
				.deep = content >= IB_NAMED_CONTENTS,
			};

			snprintf(row.variant, sizeof(row.variant), "%s", parts[i]);
			add(plan, &row);
		}
}
