/* SPDX-License-Identifier: GPL-2.0-only */
/* The lanes there are. */
#ifndef INITBENCH_LANES_H
#define INITBENCH_LANES_H

#include "bench/lanes/lane.h"

/**
 * ib_lanes() - all lanes
 * @n: set to how many
 */
const struct ib_lane *const *ib_lanes(size_t *n);

#endif
