// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <unistd.h>

#include <gsl/gsl_sort.h>

#include "bench/blob/code/region.h"
#include "bench/host/cpus.h"
#include "bench/host/smt.h"

#define ROUNDS		6000
#define LEAST		0.9	/* a chain takes 1: below, what it is compared with was disturbed */
#define READINGS_MOST	500	/* of some 3 us each */

#define SURVEYED	40
#define SURVEY_US	100	/* from one to the next */
#define SURVEYS_MOST	20	/* some 130 ms */

/* Of a survey's readings, the one that stands for the core alone. */
#define LOW_ONE		(SURVEYED / 10)

/* Not surveyed again below: 1.01 on Zen 4, 1.06 on Zen 5; Zen 4 shared: 1.1 or more. */
#define SURELY_ALONE	1.08

double ib_smt_rounds(const struct ib_layout *layout)
{
	double chain = IB_SYMBOL(layout, ib_chain_ticks)(true, ROUNDS);

	return IB_SYMBOL(layout, ib_wide_ticks)(ROUNDS) / chain;
}

bool ib_smt_shared(double rounds, double alone)
{
	return !(rounds >= LEAST && rounds <= IB_SMT_TOLERANCE * alone);
}

double ib_smt_wait(const struct ib_layout *layout, double alone)
{
	double rounds;
	int n = 0;

	do {
		rounds = ib_smt_rounds(layout);
	} while (ib_smt_shared(rounds, alone) && ++n < READINGS_MOST);
	return rounds;
}

static void survey(const struct ib_layout *layout, double *rounds)
{
	for (int i = 0; i < SURVEYED; i++) {
		rounds[i] = ib_smt_rounds(layout);
		usleep(SURVEY_US);
	}
	gsl_sort(rounds, 1, SURVEYED);
}

static void look(const struct ib_layout *layout, struct ib_smt_survey *s)
{
	double rounds[SURVEYED];
	int n = 0;

	*s = (struct ib_smt_survey){ .alone = INFINITY, .looks = SURVEYED };
	do {
		survey(layout, rounds);
		s->alone = fmin(s->alone, rounds[LOW_ONE]);
		s->certain = s->alone <= SURELY_ALONE;
	} while (!s->certain && ++n < SURVEYS_MOST);
	for (int i = 0; i < SURVEYED; i++)
		s->shared += ib_smt_shared(rounds[i], s->alone);
}

int ib_smt_survey(int cpu, struct ib_smt_survey *s)
{
	struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
	struct ib_cpus *before = ib_cpus_allowed();
	int ret = -1;

	if (layout && !ib_cpus_stay(cpu)) {
		look(layout, s);
		ib_cpus_return(before);
		ret = 0;
	}
	ib_cpus_free(before);
	ib_layout_free(layout);
	return ret;
}
