// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts, many rows, sizes, order of launches: against hand-worked answers. */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/array.h"
#include "lib/stats/dip.h"
#include "lib/stats/judge.h"
#include "lib/stats/multiplicity.h"
#include "lib/stats/order_bits.h"
#include "lib/stats/power.h"

static void verdict_follows_from_the_interval(void **state)
{
	static const struct {
		double lo, hi;
		bool backed;
		double delta;
		enum ib_verdict is;
	} cases[] = {
		{ -5.6, -4.6, true, 2, IB_FASTER },
		{ 4.6, 5.6, true, 2, IB_SLOWER },
		{ -1, 1.5, true, 2, IB_SAME },
		{ -1, 1.5, false, 2, IB_SAME },
		{ 0.5, 1.5, true, 2, IB_TINY },
		{ -1.5, -0.5, true, 2, IB_TINY },
		{ -1, 3, true, 2, IB_UNRES },
		{ 1, 3, true, 2, IB_SLOWER },
		{ 1, 3, false, 2, IB_TAIL },
		{ 0.5, 1.5, false, 2, IB_TAIL },
		{ -2, 2, true, 2, IB_SAME },
		{ -2, 2.0625, true, 2, IB_UNRES },
		{ -2.0625, 2, true, 2, IB_UNRES },
		{ 2, 2, true, 2, IB_TINY },
		{ -2, -2, true, 2, IB_TINY },
		{ 0, 1, true, 0, IB_UNRES },
		{ 0, 0, false, 0, IB_UNRES },
		{ 0, 0, false, 0.5, IB_SAME },
		{ -14, -14, true, 0, IB_FASTER },
		{ -INFINITY, INFINITY, true, 2, IB_UNRES },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(ib_verdict_of(cases[i].lo, cases[i].hi, cases[i].backed,
					       cases[i].delta), cases[i].is);
}

static void no_verdict_asks_too_much_of_the_ruler(void **state)
{
	assert_int_equal(ib_verdict_beyond(IB_SLOWER, 0.2, 0.4, 0.25), IB_UNRES);
	assert_int_equal(ib_verdict_beyond(IB_SLOWER, 0.3, 0.4, 0.25), IB_SLOWER);
	assert_int_equal(ib_verdict_beyond(IB_FASTER, -0.4, -0.2, 0.25), IB_UNRES);
	assert_int_equal(ib_verdict_beyond(IB_FASTER, -0.4, -0.3, 0.25), IB_FASTER);
	assert_int_equal(ib_verdict_beyond(IB_FASTER, -14, -14, 0), IB_FASTER);
	assert_int_equal(ib_verdict_beyond(IB_TINY, 0.1, 0.2, 0.25), IB_TINY);
	assert_int_equal(ib_verdict_beyond(IB_TAIL, 0.1, 0.4, 0.25), IB_TAIL);
}

/* @n differences: @drops small ones, the others large rises. */
static enum ib_verdict of_small_drops(size_t n, size_t drops, double alpha, double sign_p)
{
	struct ib_judgement up, down;
	double d[30], mirrored[30];

	for (size_t i = 0; i < n; i++) {
		d[i] = i < drops ? -0.01 * (i + 1) : 50 + i;
		mirrored[i] = -d[i];
	}
	assert_int_equal(ib_judge(d, n, alpha, 0, &up), 0);
	assert_true(up.walsh.lo > 0);
	assert_float_equal(up.sign.p, sign_p, 0.0001);
	assert_int_equal(ib_judge(mirrored, n, alpha, 0, &down), 0);
	assert_int_equal(down.verdict, up.verdict == IB_SLOWER ? IB_FASTER : up.verdict);
	return up.verdict;
}

/*
 * The interval excludes 0 each time; W- = drops (drops + 1) / 2. Most signs say faster;
 * too few more say slower; enough do; and enough, but they say faster.
 */
static void a_changed_tail_is_not_slower(void **state)
{
	assert_int_equal(of_small_drops(30, 17, 0.2, 0.5847), IB_TAIL);
	assert_int_equal(of_small_drops(30, 13, 0.05, 0.5847), IB_TAIL);
	assert_int_equal(of_small_drops(30, 11, 0.05, 0.2005), IB_TAIL);
	assert_int_equal(of_small_drops(28, 10, 0.05, 0.1849), IB_SLOWER);
	assert_int_equal(of_small_drops(30, 20, 0.7, 0.0987), IB_TAIL);
}

static void judge_degenerate(void **state)
{
	double d[30] = { 0 }, bad[] = { NAN };
	struct ib_judgement j;

	assert_int_equal(ib_judge(d, 0, 0.05, 1, &j), -EINVAL);
	assert_int_equal(ib_judge(bad, 1, 0.05, 1, &j), -EINVAL);
	assert_int_equal(ib_judge(d, 1, 0.05, 1, &j), 0);
	assert_int_equal(j.verdict, IB_UNRES);
	assert_true(isinf(j.detectable));
	assert_int_equal(ib_judge(d, 30, 0.05, 1, &j), 0);
	assert_int_equal(j.verdict, IB_SAME);
	assert_float_equal(j.detectable, 0, 0);
	assert_int_equal(ib_judge(d, 30, 0.05, 0, &j), 0);
	assert_int_equal(j.verdict, IB_UNRES);
	for (size_t i = 0; i < IB_NR_VERDICTS; i++)
		assert_true(strlen(ib_verdict_name(i)) <= 6);
}

static void holm_by_hand(void **state)
{
	static const double p[] = { 0.01, 0.04, NAN, 0.03, 0.005, 0.9 };
	/* .005 x 5, .01 x 4, .03 x 3, .04 x 2 raised to .09, .9 x 1 */
	static const double want[] = { 0.04, 0.09, NAN, 0.09, 0.025, 0.9 };
	double adj[6];

	ib_holm(p, 6, adj);
	for (size_t i = 0; i < 6; i++)
		assert_true(isnan(want[i]) ? isnan(adj[i]) :
					      fabs(adj[i] - want[i]) < 8 * DBL_EPSILON);
	ib_holm((const double []){ 0.7, 0.6 }, 2, adj);
	assert_true(adj[0] == 1 && adj[1] == 1);
	ib_holm(NULL, 0, NULL);
}

static double binomial_upper_tail(size_t k, size_t n, double p)
{
	double sum = 0;

	for (size_t i = k; i <= n; i++)
		sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) +
			   i * log(p) + (n - i) * log1p(-p));
	return sum;
}

/* By definition: at each limit the tail up to what was seen has probability .025. */
static void clopper_pearson_by_definition(void **state)
{
	double lo, hi, mirror_lo, mirror_hi;

	for (size_t n = 1; n <= 40; n++) {
		for (size_t k = 0; k <= n; k++) {
			ib_clopper_pearson(k, n, 0.05, &lo, &hi);
			if (k)
				assert_float_equal(binomial_upper_tail(k, n, lo), 0.025, 0.0000001);
			else
				assert_float_equal(lo, 0, 0);
			if (k < n)
				assert_float_equal(1 - binomial_upper_tail(k + 1, n, hi), 0.025,
						   0.0000001);
			else
				assert_float_equal(hi, 1, 0);
		}
	}
	ib_clopper_pearson(0, 0, 0.05, &lo, &hi);
	assert_true(lo == 0 && hi == 1);
	/* many, where GSL's inverse fails: mirrored */
	ib_clopper_pearson(1918, 2000, 0.0001, &lo, &hi);
	ib_clopper_pearson(82, 2000, 0.0001, &mirror_lo, &mirror_hi);
	assert_float_equal(lo, 1 - mirror_hi, 8000 * DBL_EPSILON);
	assert_float_equal(hi, 1 - mirror_lo, 8000 * DBL_EPSILON);
	/* nobody of 10: 1 - .025^(1/10) */
	ib_clopper_pearson(0, 10, 0.05, &lo, &hi);
	assert_float_equal(hi, 1 - pow(0.025, 0.1), 0.0000001);
}

static void blocks_by_hand(void **state)
{
	assert_int_equal(ib_blocks_needed(0, 1), 30);
	assert_int_equal(ib_blocks_needed(1, 1), 30);
	assert_int_equal(ib_blocks_needed(1.5, 1), 50);		/* 22 x 2.25 = 49.5 */
	assert_int_equal(ib_blocks_needed(2, 1), 88);
	assert_int_equal(ib_blocks_needed(4, 2), 88);
	assert_int_equal(ib_blocks_needed(100, 1), 200);
}

static void scale_by_hand(void **state)
{
	/* median 3, deviations 0 1 1 2 97: their median 1, over 0.67449 */
	static const double x[] = { 100, 2, 4, 1, 3 };
	static const double mostly[] = { 5, 5, 5, 5, 7 };
	static const double equal[] = { 5, 5, 5 };

	assert_float_equal(ib_mad_scale(x, 5), 1.482602, 0.000001);
	assert_float_equal(ib_mad_scale(mostly, 5), sqrt(0.8), 8000 * DBL_EPSILON);
	assert_float_equal(ib_mad_scale(equal, 3), 0, 0);
	assert_true(isnan(ib_mad_scale(x, 1)) && isnan(ib_mad_scale(x, 0)));
}

/* z(.975) = 1.95996, z(.8) = .84162 */
static void detectable_by_hand(void **state)
{
	assert_float_equal(ib_detectable(2, 0.05), 1 + 0.841621 / 1.959964, 0.000001);
	assert_float_equal(ib_detectable(0, 0.05), 0, 0);
	assert_true(isinf(ib_detectable(INFINITY, 0.05)));
}

/*
 * Two heaps of half the sample each: 1/4, the largest dip there is. Evenly spaced: the
 * smallest. A heap with one value on either side is unimodal with an atom, as is a
 * sample with one outlier, however far.
 */
static void dip_by_hand(void **state)
{
	static const double two[] = { 1, 0, 0, 1 };
	static const double even[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	static const double heap[] = { -1, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
	static const double equal[] = { 7, 7, 7 };

	assert_float_equal(ib_dip(two, 4), 0.25, 8 * DBL_EPSILON);
	assert_float_equal(ib_dip(even, 8), 1.0 / 16, 8 * DBL_EPSILON);
	assert_float_equal(ib_dip(heap, 10), 1.0 / 20, 8 * DBL_EPSILON);
	assert_float_equal(ib_dip(equal, 3), 1.0 / 6, 8 * DBL_EPSILON);
	assert_true(isnan(ib_dip(two, 0)));
}

static void two_modes_of_known_shapes(void **state)
{
	double two[60], hill[60];

	for (size_t i = 0; i < 60; i++) {
		double u = (i + 0.5) / 60;

		hill[i] = log(u / (1 - u));	/* logistic quantiles */
		two[i] = hill[i] + (i % 3 ? 0 : 20);
	}
	assert_true(ib_two_modes(two, 60));
	assert_false(ib_two_modes(hill, 60));
	hill[0] = 1e6;
	assert_false(ib_two_modes(hill, 60));
	assert_false(ib_two_modes(two, 9));
}

static void orders_are_mirrored_drawn_and_repeatable(void **state)
{
	size_t first[IB_ARMS_MAX] = { 0 };
	unsigned int arm[2 * IB_ARMS_MAX], again[2 * IB_ARMS_MAX];

	for (size_t arms = 2; arms <= IB_ARMS_MAX; arms++) {
		memset(first, 0, sizeof(first));
		for (size_t block = 0; block < 300; block++) {
			unsigned int seen = 0;

			ib_order(0x123456789abcdef0, block, arms, arm);
			ib_order(0x123456789abcdef0, block, arms, again);
			assert_memory_equal(arm, again, 2 * arms * sizeof(*arm));
			for (size_t i = 0; i < arms; i++) {
				assert_int_equal(arm[i], arm[2 * arms - 1 - i]);
				seen |= 1u << arm[i];
			}
			assert_int_equal(seen, (1u << arms) - 1);
			first[arm[0]]++;
		}
		/* 5 standard deviations of 300 / arms either way */
		for (size_t i = 0; i < arms; i++)
			assert_in_range(first[i], 300 / arms - 43, 300 / arms + 43);
	}
}

/* A and B each have one launch in either half: a straight drift leaves nothing. */
static void drift_cancels(void **state)
{
	unsigned int arm[4];

	for (size_t block = 0; block < 50; block++) {
		double at[2][2], sum = 0;
		size_t n[2] = { 0 };

		ib_order(7, block, 2, arm);
		for (size_t pos = 0; pos < 4; pos++)
			at[arm[pos]][n[arm[pos]]++] = 100 + 3.0 * pos + 8.0 * arm[pos];
		sum = ib_block_diff(at[0][0], at[0][1], at[1][0], at[1][1]);
		assert_float_equal(sum, 8, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdict_follows_from_the_interval),
		cmocka_unit_test(no_verdict_asks_too_much_of_the_ruler),
		cmocka_unit_test(a_changed_tail_is_not_slower),
		cmocka_unit_test(judge_degenerate),
		cmocka_unit_test(holm_by_hand),
		cmocka_unit_test(clopper_pearson_by_definition),
		cmocka_unit_test(blocks_by_hand),
		cmocka_unit_test(scale_by_hand),
		cmocka_unit_test(detectable_by_hand),
		cmocka_unit_test(dip_by_hand),
		cmocka_unit_test(two_modes_of_known_shapes),
		cmocka_unit_test(orders_are_mirrored_drawn_and_repeatable),
		cmocka_unit_test(drift_cancels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
