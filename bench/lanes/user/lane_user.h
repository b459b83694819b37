/* SPDX-License-Identifier: GPL-2.0-only */
/* The lanes that time in user space. */
#ifndef INITBENCH_LANE_USER_H
#define INITBENCH_LANE_USER_H

#include "bench/lanes/lane.h"

extern const struct ib_lane ib_lane_user;
extern const struct ib_lane ib_lane_selftest;

#endif
