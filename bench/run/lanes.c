// SPDX-License-Identifier: GPL-2.0-only
#include "bench/lanes/kmod/lane_kmod.h"
#include "bench/lanes/kvm/lane_kvm.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/run/lanes.h"
#include "lib/base/array.h"

static const struct ib_lane *const lanes[] = {
	&ib_lane_user,
	&ib_lane_kmod,
	&ib_lane_kvm,
	&ib_lane_selftest,
};

const struct ib_lane *const *ib_lanes(size_t *n)
{
	*n = ARRAY_SIZE(lanes);
	return lanes;
}
