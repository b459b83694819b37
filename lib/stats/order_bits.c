// SPDX-License-Identifier: GPL-2.0-only
#include <gsl/gsl_rng.h>

#include "lib/base/err.h"
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

static gsl_rng *begin(uint64_t seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, (uint32_t)(seed ^ seed >> 32));
	return rng;
}

static void next(gsl_rng *rng, size_t arms, unsigned int *arm)
{
	shuffle(rng, arms, arm);
	for (size_t i = 0; i < arms; i++)
		arm[2 * arms - 1 - i] = arm[i];
}

void ib_order(uint64_t seed, size_t block, size_t arms, unsigned int *arm)
{
	gsl_rng *rng = begin(seed);

	for (size_t i = 0; i <= block; i++)
		next(rng, arms, arm);
	gsl_rng_free(rng);
}

unsigned int *ib_orders(uint64_t seed, size_t blocks, size_t arms)
{
	unsigned int *orders = ib_calloc(blocks * 2 * arms, sizeof(*orders));
	gsl_rng *rng = begin(seed);

	for (size_t i = 0; i < blocks; i++)
		next(rng, arms, orders + i * 2 * arms);
	gsl_rng_free(rng);
	return orders;
}
