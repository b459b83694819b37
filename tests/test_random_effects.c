// SPDX-License-Identifier: GPL-2.0-only
/* Random-effects means against answers from a program of its own, written from the papers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/base/array.h"
#include "lib/stats/random_effects.h"
#include "tests/near.h"

/*
 * DerSimonian-Laird, Hartung-Knapp with q at least 1, t(2) = 4.302653, t(1) = 12.706205. The
 * second is two boots of one CPU type as measured under two hypervisors: printed as +-0.9
 * each, 16 apart; two groups cannot say more than "somewhere within 100 of it".
 */
static const struct {
	struct ib_group_estimate group[3];
	size_t n;
	struct ib_effects is;
} cases[] = {
	{ { { 10, 0.5 }, { 12, 0.4 }, { 11, 0.6 } }, 3,
	  { 11.0268682, 0.6347843, 8.2956117, 13.7581248, 0.9786022 } },
	{ { { 1071.8, 0.9 }, { 1088, 1 } }, 2,
	  { 1079.8941358, 8.0999979, 976.9739044, 1182.8143672, 11.4155596 } },
	/* no more apart than their errors say: not narrower than the weights make it */
	{ { { 35.1, 0.2 }, { 35.2, 0.2 }, { 35, 0.2 } }, 3,
	  { 35.1, 0.1154701, 34.6031725, 35.5968275, 0 } },
	/* without errors of their own: Student's interval of 3, 5, 10 */
	{ { { 3, 0 }, { 5, 0 }, { 10, 0 } }, 3,
	  { 6, 2.0816660, -2.9566859, 14.9566859, 3.6055513 } },
	{ { { 3, 0 }, { 5, 1 }, { 10, 1 } }, 3,
	  { 6, 2.0816660, -2.9566859, 14.9566859, 3.6055513 } },
};

static void known_answers(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ib_effects e = ib_random_effects(cases[i].group, cases[i].n, 0.95);

		assert_near(e.mid, cases[i].is.mid, 1e-6);
		assert_near(e.error, cases[i].is.error, 1e-6);
		assert_near(e.lo, cases[i].is.lo, 1e-5);
		assert_near(e.hi, cases[i].is.hi, 1e-5);
		assert_near(e.tau, cases[i].is.tau, 1e-6);
	}
}

static void one_group_has_no_limits_and_none_no_mean(void **state)
{
	struct ib_effects e = ib_random_effects(&(struct ib_group_estimate){ 7, 2 }, 1, 0.95);

	assert_near(e.mid, 7, 1e-12);
	assert_near(e.error, 2, 1e-12);
	assert_true(isnan(e.lo) && isnan(e.hi) && isnan(e.tau));
	assert_true(isnan(ib_random_effects(NULL, 0, 0.95).mid));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers),
		cmocka_unit_test(one_group_has_no_limits_and_none_no_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
