// SPDX-License-Identifier: GPL-2.0-only
/* Layouts: drawn by the seed alone, all functions somewhere legal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/blob/layout.h"
#include "lib/base/array.h"

#define LAYOUTS	40

static struct ib_layout *load(uint64_t seed)
{
	struct ib_layout *layout = ib_layout_load(seed, "ib_memset_loop");

	assert_non_null(layout);
	return layout;
}

/* The distance between two functions does not depend on where the arena is. */
static intptr_t distance(uint64_t seed, const char *a, const char *b)
{
	struct ib_layout *layout = load(seed);
	intptr_t d = (char *)ib_layout_symbol(layout, a) - (char *)ib_layout_symbol(layout, b);

	ib_layout_free(layout);
	return d;
}

static void test_equal_seeds_give_equal_layouts(void **state)
{
	for (uint64_t seed = 1; seed < 10; seed++)
		assert_int_equal(distance(seed, "kvm_put_guest_fpu", "ib_xrstor_init"),
				 distance(seed, "kvm_put_guest_fpu", "ib_xrstor_init"));
}

static void test_seeds_give_different_layouts(void **state)
{
	intptr_t seen[LAYOUTS];
	unsigned int different = 0, forward = 0;

	for (int i = 0; i < LAYOUTS; i++) {
		unsigned int k = 0;

		seen[i] = distance(i, "kvm_put_guest_fpu", "fpstate_clear_xstate_component");
		forward += seen[i] > 0;
		while (seen[k] != seen[i])
			k++;
		different += k == (unsigned int)i;
	}
	/* Thousands of distances are possible: a handful of repeats is unlikely. */
	assert_true(different > LAYOUTS - 5);
	/* Both orders occur: a fair coin misses this once in 10^6. */
	assert_in_range(forward, 5, LAYOUTS - 5);
}

static void test_functions_are_aligned_as_the_compiler_does(void **state)
{
	for (uint64_t seed = 0; seed < 5; seed++) {
		struct ib_layout *layout = load(seed);

		assert_int_equal((uintptr_t)ib_layout_symbol(layout, "ib_empty") % 16, 0);
		assert_true((uintptr_t)ib_layout_symbol(layout, "ib_empty") < 1UL << 31);
		ib_layout_free(layout);
	}
}

static void test_every_variant_is_there(void **state)
{
	static const char *const ids[] = {
		"init-only", "merged-memset", "u64-mask", "u64-mask-in-use", "unrolled",
		"unrolled-cet", "unrolled-n", "v10-bitmap", "v10-bitmap-fixed", "xrstor-init",
		"xstate-bv",
	};
	struct ib_layout *layout = load(7);
	const struct ib_variant *const *v;
	size_t n = ib_layout_variants(layout, &v);

	assert_true(n >= ARRAY_SIZE(ids));
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		size_t k = 0;

		while (k < n && strcmp(v[k]->id, ids[i]))
			k++;
		assert_true(k < n);
		assert_true(ib_layout_function_size(layout, v[k]->clear) > 0);
		assert_true(ib_layout_function_size(layout, v[k]->putload) > 0);
	}
	assert_int_equal(ib_layout_function_size(layout, (char *)v[0]->clear + 1), 0);
	ib_layout_free(layout);
}

static void test_memset_is_bound_as_asked(void **state)
{
	static const char *const symbols[] = { "ib_memset_rep", "ib_memset_loop" };

	for (size_t i = 0; i < 2; i++) {
		struct ib_layout *layout = ib_layout_load(3, symbols[i]);
		void *(*set)(void *s, int c, size_t n) = ib_layout_symbol(layout, symbols[i]);

		for (size_t n = 0; n < 200; n++) {
			unsigned char got[210], want[210];

			memset(got, 0xaa, sizeof(got));
			memset(want, 0xaa, sizeof(want));
			set(got + 3, 0x5b, n);
			memset(want + 3, 0x5b, n);
			assert_memory_equal(got, want, sizeof(got));
		}
		ib_layout_free(layout);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_seeds_give_equal_layouts),
		cmocka_unit_test(test_seeds_give_different_layouts),
		cmocka_unit_test(test_functions_are_aligned_as_the_compiler_does),
		cmocka_unit_test(test_every_variant_is_there),
		cmocka_unit_test(test_memset_is_bound_as_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
