// SPDX-License-Identifier: GPL-2.0-only
/* Expected answers are worked out by hand in the comments. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_sort.h>

#include "lib/base/array.h"
#include "lib/stats/midmean.h"
#include "tests/near.h"

#define NEAR	1e-6

static void midmeans(void **state)
{
	static const struct {
		size_t n;
		double v[8];
		double expected;
	} cases[] = {
		{ 1, { 7 }, 7 },
		{ 2, { 1, 4 }, 2.5 },
		/* a quarter of the outer two: (0 + 3 + 9/4) / 1.5 */
		{ 3, { 0, 3, 9 }, 3.5 },
		{ 4, { 0, 1, 3, 1000 }, 2 },
		/* weights 0 .75 1 .75 0: (1.5 + 3 + 3) / 2.5 */
		{ 5, { 1, 2, 3, 4, 100 }, 3 },
		/* weights 0 .5 1 1 .5 0: (0 + 1 + 2 + 5) / 3 */
		{ 6, { 0, 0, 1, 2, 10, 100 }, 8.0 / 3 },
		/* weights 0 .25 1 1 1 .25 0: (.5 + 3 + 4 + 5 + 1.5) / 3.5 */
		{ 7, { -50, 2, 3, 4, 5, 6, 50 }, 4 },
		{ 8, { 1, 2, 3, 4, 5, 6, 7, 1e9 }, 4.5 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_near(ib_midmean(cases[i].v, cases[i].n), cases[i].expected, NEAR);
	assert_true(isnan(ib_midmean(NULL, 0)));
}

/* Small integers, so that there are ties and sums are exact in any order. */
static void order_does_not_matter(void **state)
{
	double sorted[40], v[40];
	uint32_t x = 1;

	for (size_t n = 0; n <= 40; n++)
		for (int again = 0; again < 200; again++) {
			for (size_t i = 0; i < n; i++) {
				x = x * 1664525 + 1013904223;
				v[i] = x >> 24 & (again % 2 ? 255 : 3);
				sorted[i] = v[i];
			}
			gsl_sort(sorted, 1, n);
			if (n)
				assert_near(ib_midmean_unsorted(v, n), ib_midmean(sorted, n), 0);
			else
				assert_true(isnan(ib_midmean_unsorted(v, n)));
		}
}

/* g = 2, h = 4; Winsorised: 3 3 3 4 5 6 6 6, squares 14; sqrt(14 / 12) * t(.975, 3) = 3.182446. */
static void interval_of_eight(void **state)
{
	const double v[] = { -1000, 2, 3, 4, 5, 6, 7, 8 };
	struct ib_estimate e = ib_midmean_interval(v, 8, 0.95);

	assert_near(e.mid, 4.5, NEAR);
	assert_near(e.hi - e.mid, 1.0801234 * 3.1824463, NEAR);
	assert_near(e.mid - e.lo, e.hi - e.mid, NEAR);
}

/* Nothing to Winsorise: squares about 4 are 42; sqrt(42 / 6) * t(.95, 2) = 2.919986. */
static void interval_of_three(void **state)
{
	const double v[] = { 0, 3, 9 };
	struct ib_estimate e = ib_midmean_interval(v, 3, 0.90);

	assert_near(e.mid, 3.5, NEAR);
	assert_near(e.hi - e.mid, 2.6457513 * 2.9199856, NEAR);
}

static void equal_values_have_no_width(void **state)
{
	const double v[] = { 6, 6, 6, 6, 6 };
	struct ib_estimate e = ib_midmean_interval(v, 5, 0.95);

	assert_near(e.lo, 6, NEAR);
	assert_near(e.hi, 6, NEAR);
}

static void one_value_has_no_interval(void **state)
{
	const double v[] = { 6 };
	struct ib_estimate e = ib_midmean_interval(v, 1, 0.95);

	assert_near(e.mid, 6, NEAR);
	assert_true(isnan(e.lo) && isnan(e.hi));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(midmeans),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(interval_of_eight),
		cmocka_unit_test(interval_of_three),
		cmocka_unit_test(equal_values_have_no_width),
		cmocka_unit_test(one_value_has_no_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
