/* SPDX-License-Identifier: GPL-2.0-only */
/* Core cycles without a PMU. */
#ifndef INITBENCH_CALIBRATE_H
#define INITBENCH_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/blob/layout.h"
#include "lib/schema/block.h"

/**
 * ib_calibrate() - measure both chains, about 100 us
 * @layout: holds the chains
 *
 * Each is the difference of a long and a short chain, so that fences and the
 * reading of the clock cancel; of a few tries those that agree, since an
 * interrupt, or another thread on the core, disturbs some.
 */
struct ib_calibration ib_calibrate(const struct ib_layout *layout);

/**
 * ib_tries_agree() - the mean of the three tries that are closest to one another
 * @tries: times, in any unit; sorted
 * @n: how many
 * @step: of the clock, in the same unit
 * @mean: set; NaN below three tries
 *
 * Return: are they within 0.2 %, or a step of the clock, of one another?
 */
bool ib_tries_agree(double *tries, size_t n, double step, double *mean);

#endif
