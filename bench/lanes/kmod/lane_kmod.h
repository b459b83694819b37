/* SPDX-License-Identifier: GPL-2.0-only */
/* The lane that has the variants run in the kernel. */
#ifndef INITBENCH_LANE_KMOD_H
#define INITBENCH_LANE_KMOD_H

#include "bench/lanes/lane.h"

extern const struct ib_lane ib_lane_kmod;

#endif
