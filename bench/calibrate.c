// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "bench/blob/region.h"
#include "bench/calibrate.h"

#define SHORT_CHAIN	3000
#define LONG_CHAIN	33000
#define TRIES		4

typedef uint64_t (*chain_fn)(bool imul, u32 cycles);

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * The mean of the middle two: an interrupt in either chain puts a try at one
 * of the ends. The smallest would be low by the part of a TSC step: 0.1 % of
 * this length where the step is 21 ticks, which selftest saw.
 */
static double clock_per_cycle(chain_fn chain, bool imul)
{
	double tries[TRIES];

	for (int i = 0; i < TRIES; i++) {
		double part = chain(imul, SHORT_CHAIN);

		tries[i] = chain(imul, LONG_CHAIN) - part;
	}
	qsort(tries, TRIES, sizeof(tries[0]), ascending);
	return (tries[1] + tries[2]) / 2 / (LONG_CHAIN - SHORT_CHAIN);
}

struct ib_calibration ib_calibrate(const struct ib_layout *layout)
{
	chain_fn chain = IB_SYMBOL(layout, ib_chain_ticks);

	return (struct ib_calibration){
		.add = clock_per_cycle(chain, false),
		.imul = clock_per_cycle(chain, true),
	};
}
