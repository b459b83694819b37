// SPDX-License-Identifier: GPL-2.0-only
/* Losses counted by reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "bench/run/drops.h"
#include "lib/base/array.h"

static void nothing_is_lost(void **state)
{
	struct ib_drops d = { 0 };

	ib_drops_add(&d, NULL);
	assert_int_equal(d.rows, 1);
	assert_int_equal(d.lost, 0);
	assert_null(ib_drops_commonest(&d));
}

static void the_commonest_reason(void **state)
{
	static const char *const why[] = { "a", "b", NULL, "b", "c", "b", "c" };
	struct ib_drops d = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(why); i++)
		ib_drops_add(&d, why[i]);
	assert_int_equal(d.rows, 7);
	assert_int_equal(d.lost, 6);
	assert_string_equal(ib_drops_commonest(&d), "b");
}

/* "not cold: .." names figures, so that there can be any number of reasons. */
static void more_reasons_than_room(void **state)
{
	struct ib_drops d = { 0 };
	char why[100];

	for (int i = 0; i < 100; i++) {
		snprintf(why, sizeof(why), "not cold: %d of 100 loads", i);
		ib_drops_add(&d, why);
	}
	assert_int_equal(d.lost, 100);
	assert_string_equal(ib_drops_commonest(&d), "other reasons");
}

static void long_reasons_are_cut(void **state)
{
	struct ib_drops d = { 0 };
	char why[100];

	for (int i = 0; i < 2; i++) {
		snprintf(why, sizeof(why), "%070d%d", 0, i);
		ib_drops_add(&d, why);
	}
	ib_drops_add(&d, "short");
	assert_int_equal(d.reason[0].nr, 2);
	assert_int_equal(ib_drops_commonest(&d)[10], '0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(the_commonest_reason),
		cmocka_unit_test(more_reasons_than_room),
		cmocka_unit_test(long_reasons_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
