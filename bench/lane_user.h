/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of the user lane's rows that are no variants. */
#ifndef INITBENCH_LANE_USER_H
#define INITBENCH_LANE_USER_H

#include "bench/lane.h"
#include "bench/layout.h"
#include "bench/xstate.h"

#define IB_SAVE_RESTORE	"xsavec+xrstor"
#define IB_EMPTY_BODY	"chain:0"

extern const struct ib_lane ib_lane_selftest;

/**
 * ib_user_xstate() - the facts of this CPU
 *
 * Valid after ib_lane_user.unavailable() returned NULL.
 */
const struct ib_xstate *ib_user_xstate(void);

#endif
