// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/region.h"
#include "bench/smt.h"

#define ROUNDS		6000
#define READINGS_MOST	500	/* of some 2 us each */

/* Fences and a TSC step of 26 ticks make 1.01 of a round; shared it is 1.1 or more. */
#define ALONE_MOST	1.05

double ib_smt_rounds(const struct ib_layout *layout, double per_cycle)
{
	return IB_SYMBOL(layout, ib_wide_ticks)(ROUNDS) / per_cycle / ROUNDS;
}

bool ib_smt_shared(double rounds)
{
	return !(rounds <= ALONE_MOST);
}

double ib_smt_wait(const struct ib_layout *layout, double per_cycle)
{
	double rounds;
	int n = 0;

	do {
		rounds = ib_smt_rounds(layout, per_cycle);
	} while (ib_smt_shared(rounds) && ++n < READINGS_MOST);
	return rounds;
}
