// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "bench/blob/code/region.h"
#include "bench/host/calibrate.h"
#include "bench/host/clock.h"

#define SHORT_CHAIN	3000
#define LONG_CHAIN	33000

/*
 * So many tries that agree are the clock: what disturbs one (an interrupt, the other
 * thread of the core) disturbs it by more, in bursts. On a Zen 4 guest with busy
 * neighbours, two calibrations around a block differed by more than 1 % in 3 to 4 % of
 * blocks, in 14 % when the middle two of four tries were taken; both take four tries.
 */
#define AGREEING	3
#define TRIES_MOST	16
#define AGREEMENT	0.002	/* of one another */

typedef uint64_t (*chain_fn)(bool imul, u32 cycles);

bool ib_tries_agree(double *tries, size_t n, double step, double *mean)
{
	double width = INFINITY;
	size_t at = 0;

	*mean = NAN;
	if (n < AGREEING)
		return false;
	gsl_sort(tries, 1, n);
	for (size_t i = 0; i + AGREEING <= n; i++) {
		if (tries[i + AGREEING - 1] - tries[i] >= width)
			continue;
		width = tries[i + AGREEING - 1] - tries[i];
		at = i;
	}
	*mean = gsl_stats_mean(tries + at, 1, AGREEING);
	return width <= fmax(AGREEMENT * tries[at], step);
}

static double clock_per_cycle(chain_fn chain, bool imul)
{
	double tries[TRIES_MOST], mean;
	size_t n = 0;

	do {
		double part = chain(imul, SHORT_CHAIN);

		tries[n++] = chain(imul, LONG_CHAIN) - part;
	} while (!ib_tries_agree(tries, n, ib_tsc_step(), &mean) && n < TRIES_MOST);
	return mean / (LONG_CHAIN - SHORT_CHAIN);
}

struct ib_calibration ib_calibrate(const struct ib_layout *layout)
{
	chain_fn chain = IB_SYMBOL(layout, ib_chain_ticks);

	return (struct ib_calibration){
		.add = clock_per_cycle(chain, false),
		.imul = clock_per_cycle(chain, true),
	};
}
