// SPDX-License-Identifier: GPL-2.0-only
/* Expected answers are worked out by hand in the comments. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>

#include "lib/base/array.h"
#include "lib/stats/fenced_mean.h"
#include "lib/stats/midmean.h"
#include "tests/near.h"

#define NEAR	1e-9
#define STEP	26

static void fences(void **state)
{
	static const struct {
		size_t n;
		double v[8];
		double least;
		double expected;
	} cases[] = {
		{ 1, { 7 }, 0, 7 },
		{ 2, { 1, 4 }, 0, 2.5 },
		/* quartiles 1 and 3 at -2 and 6: 6 is on the fence, and stays */
		{ 5, { 3, 6, 1, 2, 0 }, 0, 2.4 },
		{ 5, { 3, 6.1, 1, 2, 0 }, 0, 1.5 },
		{ 5, { 3, 6.1, 1, 2, 0 }, 2.1, 2.42 },
		{ 5, { -2.1, 2, 1, 3, 4 }, 0, 2.5 },
		/* quartiles 5 and 5 */
		{ 8, { 5, 5, 5, 5, 5, 5, 5, 31 }, 0, 5 },
		{ 8, { 5, 5, 5, 5, 5, 5, 5, 31 }, 26, 8.25 },
		{ 8, { 5, 5, 1e9, 5, 5, 5, -1e9, 31 }, 26, 56.0 / 6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		double v[8];

		for (size_t k = 0; k < cases[i].n; k++)
			v[k] = cases[i].v[k];
		assert_near(ib_fenced_mean(v, cases[i].n, cases[i].least), cases[i].expected, NEAR);
	}
	assert_true(isnan(ib_fenced_mean(NULL, 0, 1)));
}

/* Sum of 2 shots of @truth ticks, each begun at any phase; 2 % are disturbed. */
static double two_shots(gsl_rng *rng, double truth)
{
	double sum = 0;

	for (int i = 0; i < 2; i++) {
		double ticks = truth + gsl_ran_gaussian(rng, 4);

		if (gsl_rng_uniform(rng) < 0.02)
			ticks += gsl_ran_exponential(rng, 300);
		sum += floor(gsl_rng_uniform(rng) + ticks / STEP) * STEP;
	}
	return sum;
}

enum { BLOCKS = 40, SAMPLES = 8, REPETITIONS = 20 };

static double by_fences(double *v)
{
	return ib_fenced_mean(v, SAMPLES, STEP * sqrt(2)) / 2;
}

static double by_midmean(double *v)
{
	return ib_midmean_unsorted(v, SAMPLES) / 2;
}

/* Of blocks as lane user takes them cold, for every truth within a step. */
static double coverage(double (*location)(double *v))
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int covered = 0;

	for (int truth = 180; truth < 180 + STEP; truth++) {
		for (int i = 0; i < REPETITIONS; i++) {
			double blocks[BLOCKS], v[SAMPLES];
			struct ib_estimate e;

			for (int b = 0; b < BLOCKS; b++) {
				for (int k = 0; k < SAMPLES; k++)
					v[k] = two_shots(rng, truth);
				blocks[b] = location(v);
			}
			gsl_sort(blocks, 1, BLOCKS);
			e = ib_midmean_interval(blocks, BLOCKS, 0.95);
			covered += e.lo <= truth && truth <= e.hi;
		}
	}
	gsl_rng_free(rng);
	return covered / (double)(STEP * REPETITIONS);
}

static void intervals_cover_what_lies_between_two_steps(void **state)
{
	double fences = coverage(by_fences), midmean = coverage(by_midmean);

	printf("95%% intervals cover the truth: %.3f by fences, %.3f by midmeans\n", fences,
	       midmean);
	assert_true(fences > 0.9);
	assert_true(midmean < 0.7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fences),
		cmocka_unit_test(intervals_cover_what_lies_between_two_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
