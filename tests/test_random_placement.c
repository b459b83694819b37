// SPDX-License-Identifier: GPL-2.0-only
/* Places that a seed draws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bench/blob/random_placement.h"

#define SIZE	1000
#define PLACES	(4096 / 64)

static size_t offset_of(uint64_t seed, enum ib_placed what)
{
	char *memory = ib_random_alloc(seed, what, SIZE);
	size_t offset = (uintptr_t)memory % 4096;

	for (size_t i = 0; i < SIZE; i++)
		assert_int_equal(memory[i], 0);
	ib_random_free(memory, SIZE);
	return offset;
}

/* On the heap it would have: a name's length decided. */
static void what_was_allocated_before_does_not_matter(void **state)
{
	size_t plain = offset_of(5, IB_PLACED_MACHINE);

	for (size_t size = 16; size < 4096; size += 208) {
		char *junk = malloc(size);

		assert_non_null(junk);
		assert_int_equal(offset_of(5, IB_PLACED_MACHINE), plain);
		free(junk);
	}
}

/* 1000 draws of 64 leave 64 * (63/64)^1000 = 0 out. */
static void seeds_reach_every_line_of_a_page(void **state)
{
	int seen[PLACES] = { 0 }, distinct = 0;

	for (uint64_t seed = 0; seed < 1000; seed++) {
		size_t offset = offset_of(seed, IB_PLACED_BLOCK);

		assert_int_equal(offset % 64, 0);
		distinct += !seen[offset / 64]++;
	}
	assert_int_equal(distinct, PLACES);
}

/* Drawn alike, all of a launch would alias each other, or never. */
static void draws_of_one_seed_are_independent(void **state)
{
	int equal = 0;

	for (uint64_t seed = 0; seed < 1000; seed++)
		equal += ib_random_offset(seed, IB_PLACED_STACK, 64) ==
			 ib_random_offset(seed, IB_PLACED_MACHINE, 64);
	assert_in_range(equal, 1, 60);
}

static void nothing_can_be_freed(void **state)
{
	ib_random_free(NULL, SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_allocated_before_does_not_matter),
		cmocka_unit_test(seeds_reach_every_line_of_a_page),
		cmocka_unit_test(draws_of_one_seed_are_independent),
		cmocka_unit_test(nothing_can_be_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
