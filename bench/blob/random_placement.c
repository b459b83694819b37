// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/blob/random_placement.h"
#include "lib/base/err.h"

#define PAGE	4096UL
#define LINE	64

size_t ib_random_offset(uint64_t seed, enum ib_placed what, size_t step)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t offset;

	gsl_rng_set(rng, seed);
	for (enum ib_placed before = 0; before < what; before++)
		gsl_rng_get(rng);
	offset = step * gsl_rng_uniform_int(rng, PAGE / step);
	gsl_rng_free(rng);
	return offset;
}

void *ib_random_alloc(uint64_t seed, enum ib_placed what, size_t size)
{
	char *pages = ib_map(size + PAGE, MAP_PRIVATE);

	return pages + ib_random_offset(seed, what, LINE);
}

void ib_random_free(void *memory, size_t size)
{
	if (memory)
		munmap((void *)((uintptr_t)memory & -PAGE), size + PAGE);
}
