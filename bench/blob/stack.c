// SPDX-License-Identifier: GPL-2.0-only
#include <alloca.h>
#include <stddef.h>

#include "bench/blob/random_placement.h"
#include "bench/blob/stack.h"

#define PAGE	4096UL
#define STEP	16

int ib_on_random_stack(uint64_t seed, int (*work)(void *data), void *data)
{
	size_t offset = ib_random_offset(seed, IB_PLACED_STACK, STEP);
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	char *room = alloca(PAGE + (here - offset) % PAGE);
	int ret;

	asm volatile("" : : "r" (room) : "memory");
	ret = work(data);
	/* Not a tail call: the room is wanted while @work runs. */
	asm volatile("" : "+r" (ret));
	return ret;
}
