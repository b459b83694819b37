// SPDX-License-Identifier: GPL-2.0-only
/* Tries that agree, made up; and a core that is shared, as far as any core can tell. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bench/host/calibrate.h"
#include "bench/host/smt.h"

static void three_equal_ones_agree(void **state)
{
	double tries[] = { 1000, 1000, 1000 }, mean;

	assert_false(ib_tries_agree(tries, 2, 0, &mean));
	assert_true(isnan(mean));
	assert_true(ib_tries_agree(tries, 3, 0, &mean));
	assert_true(mean == 1000);
}

/* 1001.5 is within 0.2 % of 1000, 1003 is not. */
static void a_fifth_of_a_percent(void **state)
{
	double near[] = { 1001.5, 1000, 1000.5 }, far[] = { 1003, 1000, 1000.5 }, mean;

	assert_true(ib_tries_agree(near, 3, 0, &mean));
	assert_true(fabs(mean - 3002 / 3.0) < 1e-9);
	assert_false(ib_tries_agree(far, 3, 0, &mean));
	assert_true(ib_tries_agree(far, 3, 3, &mean));
}

/* An interrupt in the long chain, and one in the short, which makes less than nothing. */
static void what_disturbs_is_left_out(void **state)
{
	double tries[] = { 1700, -200, 1000, 1049, 1051, 1001, 1002, 1048 }, mean;

	assert_true(ib_tries_agree(tries, 8, 0, &mean));
	assert_true(mean == 1001);
}

/* The closer is taken, of equally close ones the faster. */
static void of_two_clusters(void **state)
{
	double closer[] = { 1100, 1000, 1101, 1001, 1100.5, 1001.5 };
	double equal[] = { 1101, 1000, 1100, 1001, 1100.5, 1000.5 }, mean;

	assert_true(ib_tries_agree(closer, 6, 0, &mean));
	assert_true(mean == 1100.5);
	assert_true(ib_tries_agree(equal, 6, 0, &mean));
	assert_true(mean == 1000.5);
}

static void shared_or_not(void **state)
{
	assert_false(ib_smt_shared(1, 1));
	assert_false(ib_smt_shared(1.02, 1));
	assert_false(ib_smt_shared(1.07, 1.06));
	assert_true(ib_smt_shared(1.07, 1));
	assert_true(ib_smt_shared(1.2, 1.06));
	assert_true(ib_smt_shared(2, 1));
	assert_true(ib_smt_shared(0.5, 1));
	assert_true(ib_smt_shared(NAN, 1));
}

/*
 * The chains depend on themselves: no core takes less than a cycle a round. And
 * whatever this core takes alone, be it more than a cycle, does not pass for shared.
 */
static void what_a_core_takes_alone(void **state)
{
	struct ib_layout *layout = ib_layout_load(1, "ib_memset_loop");
	struct ib_smt_survey s;
	bool once = false;

	assert_non_null(layout);
	assert_int_equal(ib_smt_survey(sched_getcpu(), &s), 0);
	for (int i = 0; i < 20; i++)
		once |= !ib_smt_shared(ib_smt_wait(layout, s.alone), s.alone);
	assert_true(once);
	assert_true(s.alone > 0.8);
	ib_layout_free(layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_equal_ones_agree),
		cmocka_unit_test(a_fifth_of_a_percent),
		cmocka_unit_test(what_disturbs_is_left_out),
		cmocka_unit_test(of_two_clusters),
		cmocka_unit_test(shared_or_not),
		cmocka_unit_test(what_a_core_takes_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
