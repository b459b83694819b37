// SPDX-License-Identifier: GPL-2.0-only
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <alloca.h>
#include <cmocka.h>

#include "bench/blob/stack.h"

#define OFFSETS	(4096 / 16)

static int see_stack(void *data)
{
	*(uintptr_t *)data = (uintptr_t)__builtin_frame_address(0) % 4096;
	return 7;
}

static uintptr_t offset_of(uint64_t seed)
{
	uintptr_t offset;

	assert_int_equal(ib_on_random_stack(seed, see_stack, &offset), 7);
	return offset;
}

static void equal_seeds_give_equal_offsets(void **state)
{
	assert_int_equal(offset_of(1), offset_of(1));
}

/* As if the environment had grown. */
static void the_caller_s_depth_does_not_matter(void **state)
{
	uintptr_t plain = offset_of(5);

	for (size_t more = 16; more <= 4096; more *= 4) {
		char *room = alloca(more);

		asm volatile("" : : "r" (room) : "memory");
		assert_int_equal(offset_of(5), plain);
	}
}

/* 1000 draws of 256 leave 256 * (255/256)^1000 = 5 out on average. */
static void seeds_reach_nearly_every_offset(void **state)
{
	int seen[OFFSETS] = { 0 }, distinct = 0;

#ifdef __SANITIZE_ADDRESS__
	skip();		/* It aligns what alloca() gives to 32 bytes. */
#endif
	for (uint64_t seed = 0; seed < 1000; seed++)
		distinct += !seen[offset_of(seed) / 16]++;
	assert_in_range(distinct, 230, OFFSETS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_seeds_give_equal_offsets),
		cmocka_unit_test(the_caller_s_depth_does_not_matter),
		cmocka_unit_test(seeds_reach_nearly_every_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
