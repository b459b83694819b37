// SPDX-License-Identifier: GPL-2.0-only
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
