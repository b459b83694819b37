// SPDX-License-Identifier: GPL-2.0-only
#include <alloca.h>
#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "bench/stack.h"

#define PAGE	4096UL
#define STEP	16

static size_t draw_offset(uint64_t seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t offset;

	gsl_rng_set(rng, seed);
	offset = STEP * gsl_rng_uniform_int(rng, PAGE / STEP);
	gsl_rng_free(rng);
	return offset;
}

int ib_on_drawn_stack(uint64_t seed, int (*work)(void *data), void *data)
{
	size_t offset = draw_offset(seed);
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	char *room = alloca(PAGE + (here - offset) % PAGE);
	int ret;

	asm volatile("" : : "r" (room) : "memory");
	ret = work(data);
	/* Not a tail call: the room is wanted while @work runs. */
	asm volatile("" : "+r" (ret));
	return ret;
}
