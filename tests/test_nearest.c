// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/base/array.h"
#include "lib/base/nearest.h"

static const char *const names[] = {
	"unrolled", "unrolled-cet", "u64-mask", "u64-mask-in-use", "v10-bitmap", "init-only",
};

static const char *nearest(const char *word)
{
	return ib_nearest(word, names, ARRAY_SIZE(names));
}

static void exact_name_is_itself(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(nearest(names[i]), names[i]);
}

static void one_edit_of_each_kind(void **state)
{
	assert_string_equal(nearest("u64-mas"), "u64-mask");
	assert_string_equal(nearest("u64--mask"), "u64-mask");
	assert_string_equal(nearest("u64_mask"), "u64-mask");
	assert_string_equal(nearest("u46-mask"), "u64-mask");
	assert_string_equal(nearest("U64-MASK"), "u64-mask");
}

/* Apart from one swap "ba" is two replacements from both others. */
static void a_swap_is_one_edit(void **state)
{
	static const char *const pair[] = { "cd", "ab" };

	assert_string_equal(ib_nearest("ba", pair, 2), "ab");
}

static void first_of_equals_wins(void **state)
{
	static const char *const equal[] = { "xa", "xb" };

	assert_string_equal(ib_nearest("xc", equal, 2), "xa");
	assert_string_equal(ib_nearest("", equal, 2), "xa");
}

static void no_names_no_answer(void **state)
{
	assert_null(ib_nearest("x", NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_name_is_itself),
		cmocka_unit_test(one_edit_of_each_kind),
		cmocka_unit_test(a_swap_is_one_edit),
		cmocka_unit_test(first_of_equals_wins),
		cmocka_unit_test(no_names_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
