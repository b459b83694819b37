// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signed-rank test, Walsh interval and sign test against brute force over all
 * sign vectors, a published table and cases worked by hand.
 */
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
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "lib/base/array.h"
#include "lib/stats/signed_rank.h"
#include "lib/stats/walsh.h"

#define BRUTE_N	12

/* Average rank of |d[i]|, by counting; 0 for a zero difference. */
static double brute_rank(const double *d, size_t n, size_t i)
{
	double less = 0, equal = 0;

	for (size_t j = 0; j < n; j++) {
		less += fabs(d[j]) < fabs(d[i]);
		equal += fabs(d[j]) == fabs(d[i]);
	}
	return d[i] == 0 ? 0 : less + (equal + 1) / 2;
}

/* Share of all 2^n sign vectors at least as far from the middle as the one seen. */
static double brute_p(const double *d, size_t n)
{
	double rank[BRUTE_N], all = 0, seen = 0;
	size_t as_far = 0;

	for (size_t i = 0; i < n; i++) {
		rank[i] = brute_rank(d, n, i);
		all += rank[i];
		seen += d[i] > 0 ? rank[i] : 0;
	}
	for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
		double w = 0;

		for (size_t i = 0; i < n; i++)
			w += signs >> i & 1 ? rank[i] : 0;
		as_far += fabs(w - all / 2) >= fabs(seen - all / 2);
	}
	return as_far / (double)((size_t)1 << n);
}

static void draw(gsl_rng *rng, double *d, size_t n, double grid)
{
	for (size_t i = 0; i < n; i++) {
		d[i] = gsl_ran_gaussian(rng, 2) + 0.7;
		if (grid > 0)
			d[i] = grid * rint(d[i] / grid);
	}
}

/* grid 0: no ties; coarser grids: ties, then ties and zeros */
static void p_is_that_of_all_sign_vectors(void **state)
{
	static const double grids[] = { 0, 0.25, 1, 2 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct ib_signed_rank r;
	double d[BRUTE_N];

	gsl_rng_set(rng, 1);
	for (size_t g = 0; g < 4; g++) {
		for (size_t n = 1; n <= BRUTE_N; n++) {
			for (int rep = 0; rep < 8; rep++) {
				draw(rng, d, n, grids[g]);
				assert_int_equal(ib_signed_rank(d, n, &r), 0);
				assert_true(fabs(r.p - brute_p(d, n)) < 8000 * DBL_EPSILON);
			}
		}
	}
	gsl_rng_free(rng);
}

static size_t brute_depth(size_t n, double alpha)
{
	size_t count[BRUTE_N * (BRUTE_N + 1) / 2 + 1] = { 0 }, below = 0, k = 0;

	for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
		size_t w = 0;

		for (size_t i = 0; i < n; i++)
			w += signs >> i & 1 ? i + 1 : 0;
		count[w]++;
	}
	for (;; k++) {
		below += count[k];
		if (2 * below / (double)((size_t)1 << n) > alpha)
			return k;
	}
}

static void depth_is_that_of_all_sign_vectors(void **state)
{
	static const double alphas[] = { 0.5, 0.2, 0.1, 0.0625, 0.05, 0.01, 0.001 };

	for (size_t n = 1; n <= BRUTE_N; n++)
		for (size_t i = 0; i < ARRAY_SIZE(alphas); i++)
			assert_int_equal(ib_signed_rank_depth(n, alphas[i]),
					 brute_depth(n, alphas[i]));
}

/*
 * Critical values at P = 0.05, two-tailed, n = 6..25: University of York,
 * Department of Mathematics, https://www.york.ac.uk/depts/maths/tables/wilcoxon.htm
 */
static void depth_is_that_of_the_published_table(void **state)
{
	static const size_t critical[] = {
		0, 2, 3, 5, 8, 10, 13, 17, 21, 25, 29, 34, 40, 46, 52, 58, 65, 73, 81, 89,
	};

	assert_int_equal(ib_signed_rank_depth(5, 0.05), 0);
	for (size_t i = 0; i < ARRAY_SIZE(critical); i++)
		assert_int_equal(ib_signed_rank_depth(6 + i, 0.05), critical[i] + 1);
}

/*
 * From the number of sign vectors of each sum, in whole numbers of any length. The normal
 * distribution gives 1955, 1513, 8444 and 7197.
 */
static void depth_is_exact_as_far_as_blocks_go(void **state)
{
	assert_int_equal(ib_signed_rank_depth(100, 0.05), 1956);
	assert_int_equal(ib_signed_rank_depth(100, 0.0005), 1527);
	assert_int_equal(ib_signed_rank_depth(200, 0.05), 8445);
	assert_int_equal(ib_signed_rank_depth(200, 0.0005), 7217);
}

/* All of one sign is the most extreme of 2^n vectors, one at each end. */
static void tails_are_exact_up_to_the_largest_n(void **state)
{
	double d[IB_SIGNED_RANK_EXACT_N];
	struct ib_signed_rank r;

	for (size_t n = 1; n <= IB_SIGNED_RANK_EXACT_N; n++) {
		d[n - 1] = n;
		assert_int_equal(ib_signed_rank(d, n, &r), 0);
		assert_int_equal(r.w2, n * (n + 1));
		assert_true(fabs(r.p * pow(2, n - 1.0) - 1) < 0.000000001);
	}
}

/* Where the normal distribution takes over it must not be the bolder of the two. */
static void beyond_the_largest_n_is_continuous(void **state)
{
	const size_t n = IB_SIGNED_RANK_EXACT_N;
	static const double alphas[] = { 0.05, 0.01, 0.001, 0.0005 };

	for (size_t i = 0; i < 4; i++) {
		double exact = ib_signed_rank_depth(n, alphas[i]);
		double step = exact - ib_signed_rank_depth(n - 1, alphas[i]);
		double beyond = ib_signed_rank_depth(n + 1, alphas[i]);

		assert_true(beyond > exact - step && beyond <= exact + step + 1);
	}
}

/* The largest difference added once up, once down: the exact p at 200 lies midway. */
static void normal_p_is_close_to_exact(void **state)
{
	double d[IB_SIGNED_RANK_EXACT_N + 1];
	struct ib_signed_rank at, up, down;

	for (size_t i = 0; i < IB_SIGNED_RANK_EXACT_N; i++)
		d[i] = i % 16 < 9 ? i + 1.0 : -(i + 1.0);
	d[IB_SIGNED_RANK_EXACT_N] = 1000;
	ib_signed_rank(d, IB_SIGNED_RANK_EXACT_N, &at);
	ib_signed_rank(d, IB_SIGNED_RANK_EXACT_N + 1, &up);
	d[IB_SIGNED_RANK_EXACT_N] = -1000;
	ib_signed_rank(d, IB_SIGNED_RANK_EXACT_N + 1, &down);
	assert_true(up.p < at.p && at.p < down.p);
	assert_true(fabs(log(at.p / sqrt(up.p * down.p))) < 0.05);
}

static void walsh_by_hand(void **state)
{
	/* averages 1 1.5 2 2.5 3 4 */
	static const double three[] = { 4, 1, 2 };
	/* P(W+ = 0) = 1/64: at .05 the outermost average on each side is the limit */
	static const double six[] = { 3, -1, 10, 5, 4, 6 };
	struct ib_walsh w;

	assert_int_equal(ib_walsh(three, 3, 0.3, &w), 0);
	assert_float_equal(w.hl, 2.25, 0);
	assert_float_equal(w.lo, 1, 0);
	assert_float_equal(w.hi, 4, 0);
	assert_int_equal(ib_walsh(six, 6, 0.05, &w), 0);
	assert_float_equal(w.hl, 4.5, 0);
	assert_float_equal(w.lo, -1, 0);
	assert_float_equal(w.hi, 10, 0);
}

/* The interval holds just the shifts the test does not reject. */
static void walsh_inverts_the_test(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double d[BRUTE_N], moved[BRUTE_N];
	struct ib_walsh w;

	gsl_rng_set(rng, 2);
	for (size_t n = 6; n <= BRUTE_N; n++) {
		draw(rng, d, n, 0);
		ib_walsh(d, n, 0.05, &w);
		for (int end = 0; end < 4; end++) {
			double eps = end & 1 ? 0.000000001 : -0.000000001;
			double theta = (end & 2 ? w.hi : w.lo) + eps;
			bool within = theta > w.lo && theta < w.hi;

			for (size_t i = 0; i < n; i++)
				moved[i] = d[i] - theta;
			assert_true((brute_p(moved, n) > 0.05) == within);
		}
	}
	gsl_rng_free(rng);
}

static void shift_moves_and_sign_mirrors(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double d[60], moved[60], mirrored[60];
	struct ib_walsh w, s, m;
	struct ib_signed_rank p, q;

	gsl_rng_set(rng, 3);
	for (size_t n = 1; n <= 60; n++) {
		draw(rng, d, n, 1.0 / 1024);	/* dyadic: sums are exact */
		for (size_t i = 0; i < n; i++) {
			moved[i] = d[i] + 17.25;
			mirrored[i] = -d[i];
		}
		ib_walsh(d, n, 0.01, &w);
		ib_walsh(moved, n, 0.01, &s);
		ib_walsh(mirrored, n, 0.01, &m);
		assert_true(s.hl == w.hl + 17.25 && s.lo == w.lo + 17.25 && s.hi == w.hi + 17.25);
		assert_true(m.hl == -w.hl && m.lo == -w.hi && m.hi == -w.lo);
		ib_signed_rank(d, n, &p);
		ib_signed_rank(mirrored, n, &q);
		assert_true(p.p == q.p);
	}
	gsl_rng_free(rng);
}

static void degenerate(void **state)
{
	double zeros[30] = { 0 }, equal[30], bad[] = { 1, NAN, 2 }, wild[] = { 1, INFINITY };
	struct ib_signed_rank r;
	struct ib_walsh w;

	assert_int_equal(ib_signed_rank(zeros, 0, &r), -EINVAL);
	assert_int_equal(ib_walsh(zeros, 0, 0.05, &w), -EINVAL);
	assert_int_equal(ib_signed_rank(bad, 3, &r), -EINVAL);
	assert_int_equal(ib_walsh(bad, 3, 0.05, &w), -EINVAL);
	assert_int_equal(ib_signed_rank(wild, 2, &r), -EINVAL);
	assert_int_equal(ib_walsh(wild, 2, 0.05, &w), -EINVAL);

	assert_int_equal(ib_signed_rank(zeros, 30, &r), 0);
	assert_int_equal(r.nr_zero, 30);
	assert_float_equal(r.p, 1, 0);
	assert_int_equal(ib_walsh(zeros, 30, 0.05, &w), 0);
	assert_true(w.hl == 0 && w.lo == 0 && w.hi == 0);

	for (size_t i = 0; i < 30; i++)
		equal[i] = -14;
	assert_int_equal(ib_signed_rank(equal, 30, &r), 0);
	assert_float_equal(r.p, ldexp(1, -29), 8 * DBL_EPSILON);
	ib_walsh(equal, 30, 0.001, &w);
	assert_true(w.hl == -14 && w.lo == -14 && w.hi == -14);

	assert_int_equal(ib_walsh(equal, 1, 0.05, &w), 0);
	assert_true(w.hl == -14 && w.lo == -INFINITY && w.hi == INFINITY);
	assert_int_equal(ib_signed_rank(equal, 1, &r), 0);
	assert_float_equal(r.p, 1, 0);
}

/*
 * -1 -2 3 .. 10: W- = 3, reached by 5 of 1024 sign vectors ({} 1 2 3 12). With 20 zeros
 * the ranks are 21 .. 30, W- = 43, reached by 12 ({}, ten of one, 21+22).
 */
static void zeros_weigh_against_a_difference(void **state)
{
	double d[30] = { -1, -2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct ib_signed_rank with, without;

	ib_signed_rank(d, 10, &without);
	ib_signed_rank(d, 30, &with);
	assert_int_equal(with.nr_zero, 20);
	assert_float_equal(without.p, 2 * 5 / 1024.0, 8 * DBL_EPSILON);
	assert_float_equal(with.p, 2 * 12 / 1024.0, 8 * DBL_EPSILON);
}

static void sign_test_by_hand(void **state)
{
	static const double d[] = { 1, 2, 3, 4, 5, 6, 7, 8, -1, -2, 0, 0 };
	struct ib_sign_test t = ib_sign_test(d, 12);

	assert_int_equal(t.nr_pos, 8);
	assert_int_equal(t.nr_neg, 2);
	assert_float_equal(t.p, 112.0 / 1024, 8000 * DBL_EPSILON);
	assert_float_equal(ib_sign_test(d, 0).p, 1, 0);
	assert_float_equal(ib_sign_test(d + 10, 2).p, 1, 0);
	assert_float_equal(ib_sign_test(d + 7, 2).p, 1, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(p_is_that_of_all_sign_vectors),
		cmocka_unit_test(depth_is_that_of_all_sign_vectors),
		cmocka_unit_test(depth_is_that_of_the_published_table),
		cmocka_unit_test(depth_is_exact_as_far_as_blocks_go),
		cmocka_unit_test(tails_are_exact_up_to_the_largest_n),
		cmocka_unit_test(beyond_the_largest_n_is_continuous),
		cmocka_unit_test(normal_p_is_close_to_exact),
		cmocka_unit_test(walsh_by_hand),
		cmocka_unit_test(walsh_inverts_the_test),
		cmocka_unit_test(shift_moves_and_sign_mirrors),
		cmocka_unit_test(degenerate),
		cmocka_unit_test(zeros_weigh_against_a_difference),
		cmocka_unit_test(sign_test_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
