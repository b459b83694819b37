// SPDX-License-Identifier: GPL-2.0-only
#include <gsl/gsl_rng.h>

#include "lib/stats/order_bits.h"

static void shuffle(gsl_rng *rng, size_t arms, unsigned int *arm)
{
	for (size_t i = 0; i < arms; i++)
		arm[i] = i;
	for (size_t i = arms - 1; i > 0; i--) {
		size_t j = gsl_rng_uniform_int(rng, i + 1);
		unsigned int other = arm[j];

		arm[j] = arm[i];
		arm[i] = other;
	}
}

void ib_order(uint64_t seed, size_t block, size_t arms, unsigned int *arm)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, (uint32_t)(seed ^ seed >> 32));
	for (size_t i = 0; i <= block; i++)
		shuffle(rng, arms, arm);
	for (size_t i = 0; i < arms; i++)
		arm[2 * arms - 1 - i] = arm[i];
	gsl_rng_free(rng);
}
