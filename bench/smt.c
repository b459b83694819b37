// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <unistd.h>

#include "bench/blob/region.h"
#include "bench/calibrate.h"
#include "bench/smt.h"

#define ROUNDS		6000
#define READINGS_MOST	500	/* of some 2 us each */

/* Fences and a TSC step of 26 ticks make 1.01 of a round; shared it is 1.1 or more. */
#define ALONE_MOST	1.05

#define SURVEYED	40
#define SURVEY_US	200	/* from one to the next */

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

static int survey(const struct ib_layout *layout)
{
	double per_cycle = ib_calibrate(layout).imul;
	int shared = 0;

	for (int i = 0; i < SURVEYED; i++) {
		shared += ib_smt_shared(ib_smt_rounds(layout, per_cycle));
		usleep(SURVEY_US);
	}
	return shared;
}

int ib_smt_survey(int cpu, int *readings)
{
	struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
	cpu_set_t before, one;
	int shared = -1;

	*readings = SURVEYED;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (layout && !sched_getaffinity(0, sizeof(before), &before) &&
	    !sched_setaffinity(0, sizeof(one), &one)) {
		shared = survey(layout);
		sched_setaffinity(0, sizeof(before), &before);
	}
	ib_layout_free(layout);
	return shared;
}
