// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include "bench/blob/region.h"
#include "bench/calibrate.h"

#define SHORT_CHAIN	3000
#define LONG_CHAIN	33000
#define TRIES		4

/* A try this far above the smallest was interrupted. */
#define INTERRUPTED	1.005

/*
 * The mean of the tries, since the smallest would be low by the part of a TSC
 * step: 0.1 % of this length where the step is 21 ticks, which selftest saw.
 */
static double clock_per_cycle(uint64_t (*chain)(bool imul, u32 cycles), bool imul)
{
	double tries[TRIES], smallest = INFINITY, sum = 0;
	int n = 0;

	for (int i = 0; i < TRIES; i++) {
		uint64_t part = chain(imul, SHORT_CHAIN);

		tries[i] = (double)chain(imul, LONG_CHAIN) - (double)part;
		smallest = fmin(smallest, tries[i]);
	}
	for (int i = 0; i < TRIES; i++) {
		if (tries[i] > smallest * INTERRUPTED)
			continue;
		sum += tries[i];
		n++;
	}
	return sum / n / (LONG_CHAIN - SHORT_CHAIN);
}

struct ib_calibration ib_calibrate(const struct ib_layout *layout)
{
	uint64_t (*chain)(bool imul, u32 cycles) = IB_SYMBOL(layout, ib_chain_ticks);

	return (struct ib_calibration){
		.add = clock_per_cycle(chain, false),
		.imul = clock_per_cycle(chain, true),
	};
}
