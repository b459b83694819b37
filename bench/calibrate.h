/* SPDX-License-Identifier: GPL-2.0-only */
/* Core cycles without a PMU. */
#ifndef INITBENCH_CALIBRATE_H
#define INITBENCH_CALIBRATE_H

#include "bench/layout.h"

/**
 * struct ib_calibration - clock units in a core cycle, by two chains
 * @add: from dependent ADD r64, r64, 1 cycle each
 * @imul: from dependent IMUL r64, r64, 3 cycles each
 *
 * The two must agree: if they do not, something else than the clock ratio
 * moved between them, and the block is not to be believed in cycles.
 */
struct ib_calibration {
	double add;
	double imul;
};

/**
 * ib_calibrate() - measure both chains, about 100 us
 * @layout: holds the chains
 *
 * Each is the difference of a long and a short chain, so that fences and the
 * reading of the clock cancel; of a few tries the middle ones, since an
 * interrupt puts a try at one of the ends.
 */
struct ib_calibration ib_calibrate(const struct ib_layout *layout);

#endif
