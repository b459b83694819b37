// SPDX-License-Identifier: GPL-2.0-only
/* Blocks of two sides made into independent differences, by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/base/array.h"
#include "lib/stats/pair.h"

#define NR(a)	(ARRAY_SIZE(a))

/* Plain runs: a layout's mean is the unit, a layout of one side only is left out. */
static void layouts_without_blocks(void **state)
{
	struct ib_obs base[] = {
		{ IB_NO_BLOCK, 0, 7, 10 }, { IB_NO_BLOCK, 0, 3, 20 }, { IB_NO_BLOCK, 0, 7, 12 },
		{ IB_NO_BLOCK, 0, 9, 99 },
	};
	struct ib_obs patch[] = {
		{ IB_NO_BLOCK, 0, 3, 21 }, { IB_NO_BLOCK, 0, 7, 15 }, { IB_NO_BLOCK, 0, 8, 1 },
	};
	struct ib_pairs p;

	ib_pair(base, NR(base), patch, NR(patch), &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.units, IB_UNITS_LAYOUTS);
	assert_int_equal(p.incomplete, 2);
	assert_true(p.base[0] == 20 && p.patch[0] == 21 && p.diff[0] == 1);
	assert_true(p.base[1] == 11 && p.patch[1] == 15 && p.diff[1] == 4);
	assert_false(p.exact);
	ib_pairs_free(&p);
}

/*
 * ABBA in layout 1, BAAB in layout 2, ABBA in layout 1 again:
 * D = (12+14-10-11)/2 = 2.5, (20+26-21-22)/2 = 1.5, (13+13-10-10)/2 = 3; layout 1 is
 * their mean, 2.75.
 */
static void repeated_layout_is_one_unit(void **state)
{
	struct ib_obs base[] = {
		{ 0, 0, 1, 10 }, { 0, 3, 1, 11 }, { 1, 1, 2, 21 }, { 1, 2, 2, 22 },
		{ 2, 0, 1, 10 }, { 2, 3, 1, 10 },
	};
	struct ib_obs patch[] = {
		{ 2, 1, 1, 13 }, { 2, 2, 1, 13 }, { 0, 1, 1, 12 }, { 0, 2, 1, 14 },
		{ 1, 3, 2, 26 }, { 1, 0, 2, 20 },
	};
	struct ib_pairs p;

	ib_pair(base, NR(base), patch, NR(patch), &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.units, IB_UNITS_LAYOUTS);
	assert_int_equal(p.nr_blocks, 3);
	assert_int_equal(p.nr_layouts, 2);
	assert_int_equal(p.incomplete, 0);
	assert_true(p.diff[0] == 2.75 && p.diff[1] == 1.5);
	ib_pairs_free(&p);
}

/*
 * Eight layouts a launch, which the patch makes 1 slower; in two of them a disturbance
 * added 80 to a launch of the patch, half of that to D. The middle four are all 1.
 */
static void a_disturbed_layout_moves_no_block(void **state)
{
	struct ib_obs base[32], patch[32];
	struct ib_pairs p;

	for (size_t i = 0; i < 32; i++) {
		int64_t block = i / 16;
		unsigned int second = i / 8 % 2;
		uint64_t layout = 100 * block + i % 8;

		base[i] = (struct ib_obs){ block, second ? 3 : 0, layout, 50 + 2 * (i % 8) };
		patch[i] = (struct ib_obs){ block, 1 + second, layout, 51 + 2 * (i % 8) };
	}
	patch[0].value += 80;
	patch[13].value += 80;
	ib_pair(base, 32, patch, 32, &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.units, IB_UNITS_BLOCKS);
	assert_true(p.diff[0] == 1 && p.diff[1] == 1);
	assert_true(p.base[0] == 57);
	ib_pairs_free(&p);
}

/* Two layouts of its own in each launch of a block: the block is the unit. */
static void layouts_of_one_launch_are_not_independent(void **state)
{
	struct ib_obs base[8], patch[8];
	struct ib_pairs p;

	for (size_t i = 0; i < 8; i++) {
		int64_t block = i / 4;

		base[i] = (struct ib_obs){ block, i & 1 ? 3 : 0, 10 * block + (i >> 1 & 1), 100 };
		patch[i] =
			(struct ib_obs){ block, 1 + (i & 1), 10 * block + (i >> 1 & 1), 101 + i };
	}
	ib_pair(base, 8, patch, 8, &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.units, IB_UNITS_BLOCKS);
	assert_int_equal(p.nr_layouts, 4);
	assert_true(p.diff[0] == 2.5 && p.diff[1] == 6.5);
	ib_pairs_free(&p);
}

/* Blocks 0 and 1 share layout 5, block 2 stands alone with two layouts. */
static void chains_of_sharing_are_one_unit(void **state)
{
	static const struct { int64_t block; uint64_t layout; } at[] = {
		{ 0, 4 }, { 0, 5 }, { 1, 5 }, { 1, 6 }, { 2, 7 }, { 2, 8 },
	};
	struct ib_obs base[12], patch[12];
	struct ib_pairs p;

	for (size_t i = 0; i < 12; i++) {
		base[i] = (struct ib_obs){ at[i / 2].block, i & 1 ? 3 : 0, at[i / 2].layout, 0 };
		patch[i] = (struct ib_obs){ at[i / 2].block, 1 + (i & 1), at[i / 2].layout, i / 2 };
	}
	ib_pair(base, 12, patch, 12, &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.units, IB_UNITS_GROUPS);
	assert_true(p.diff[0] == 1.5 && p.diff[1] == 4.5);
	ib_pairs_free(&p);
}

/* Every layout in every block: layouts, but said to be crossed. */
static void crossed_is_said(void **state)
{
	struct ib_obs base[12], patch[12];
	struct ib_pairs p;

	for (size_t i = 0; i < 12; i++) {
		base[i] = (struct ib_obs){ i / 6, i & 1 ? 3 : 0, i / 2 % 3, 0 };
		patch[i] = (struct ib_obs){ i / 6, 1 + (i & 1), i / 2 % 3, i / 2 % 3 };
	}
	ib_pair(base, 12, patch, 12, &p);
	assert_int_equal(p.n, 3);
	assert_int_equal(p.units, IB_UNITS_CROSSED);
	assert_true(p.diff[0] == 0 && p.diff[1] == 1 && p.diff[2] == 2);
	ib_pairs_free(&p);
}

/* One launch missing, and places that are not mirrored: a drift would not cancel. */
static void unbalanced_blocks_are_left_out(void **state)
{
	struct ib_obs base[] = { { 0, 0, 1, 10 }, { 1, 0, 2, 10 }, { 1, 1, 2, 10 } };
	struct ib_obs patch[] = { { 0, 1, 1, 9 }, { 0, 2, 1, 9 }, { 1, 2, 2, 9 }, { 1, 3, 2, 9 } };
	struct ib_pairs p;

	ib_pair(base, NR(base), patch, NR(patch), &p);
	assert_int_equal(p.n, 0);
	assert_int_equal(p.incomplete, NR(base) + NR(patch));
	ib_pairs_free(&p);
	ib_pair(base, 0, patch, 0, &p);
	assert_int_equal(p.n, 0);
	ib_pairs_free(&p);
}

/* .1 + .2 is not .3 in binary: on the grid the difference is 0, and the same counts are exact. */
static void equal_differences_compare_equal(void **state)
{
	struct ib_obs base[] = { { 0, 0, 1, 0.1 }, { 0, 3, 1, 0.2 } };
	struct ib_obs patch[] = { { 0, 1, 1, 0.3 }, { 0, 2, 1, 0 } };
	struct ib_obs count[] = { { IB_NO_BLOCK, 0, 1, 80 }, { IB_NO_BLOCK, 0, 1, 80 } };
	struct ib_obs other[] = { { IB_NO_BLOCK, 0, 1, 66 } };
	struct ib_pairs p;

	ib_pair(base, 2, patch, 2, &p);
	assert_true(p.n == 1 && p.diff[0] == 0 && !p.exact);
	ib_pairs_free(&p);
	ib_pair(count, 2, other, 1, &p);
	assert_true(p.n == 1 && p.diff[0] == -14 && p.exact);
	ib_pairs_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_without_blocks),
		cmocka_unit_test(repeated_layout_is_one_unit),
		cmocka_unit_test(a_disturbed_layout_moves_no_block),
		cmocka_unit_test(layouts_of_one_launch_are_not_independent),
		cmocka_unit_test(chains_of_sharing_are_one_unit),
		cmocka_unit_test(crossed_is_said),
		cmocka_unit_test(unbalanced_blocks_are_left_out),
		cmocka_unit_test(equal_differences_compare_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
