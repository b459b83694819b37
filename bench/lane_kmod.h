/* SPDX-License-Identifier: GPL-2.0-only */
/* The lane that has the variants run in the kernel. */
#ifndef INITBENCH_LANE_KMOD_H
#define INITBENCH_LANE_KMOD_H

#include <json-c/json.h>

#include "bench/lane.h"

extern const struct ib_lane ib_lane_kmod;

/**
 * ib_kmod_facts_json() - the module that is loaded, for the run record
 */
struct json_object *ib_kmod_facts_json(void);

#endif
