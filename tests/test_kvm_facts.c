// SPDX-License-Identifier: GPL-2.0-only
/* What a kernel release contains, and what it would clear on a CPU. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/lanes/kvm/facts.h"
#include "lib/base/array.h"

#define MPX	0x18
#define CET	0x1800

static void releases(void **state)
{
	static const struct {
		const char *release, *contains;
		uint64_t clears;
	} cases[] = {
		{ "4.19.0-27-amd64", "unrolled", MPX },
		{ "6.1.0-56-amd64", "unrolled", MPX },
		{ "6.17.13", "unrolled", MPX },
		{ "6.17.0-rc7", "unrolled", MPX },
		{ "6.18.0-rc1", "u64-mask", MPX | CET },
		{ "6.18.0-rc5+", "u64-mask", MPX | CET },
		{ "6.18~rc5-amd64", "u64-mask", MPX | CET },
		{ "6.18.0-rc6", "u64-mask-in-use", MPX | CET },
		{ "6.18-rc7-arch", "u64-mask-in-use", MPX | CET },
		{ "6.18.0", "u64-mask-in-use", MPX | CET },
		{ "6.18.44-custom", "u64-mask-in-use", MPX | CET },
		{ "6.19.0-rc1", "u64-mask-in-use", MPX | CET },
		{ "7.0.0-rc2", "u64-mask-in-use", MPX | CET },
		{ "7.2.12+deb14-amd64", "u64-mask-in-use", MPX | CET },
		{ "10.0", "u64-mask-in-use", MPX | CET },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t clears = 0;

		assert_string_equal(ib_kvm_contains(cases[i].release, &clears), cases[i].contains);
		assert_int_equal(clears, cases[i].clears);
	}
}

static void unreadable_release(void **state)
{
	uint64_t clears;

	assert_null(ib_kvm_contains("", &clears));
	assert_null(ib_kvm_contains("next", &clears));
}

static void masks(void **state)
{
	struct ib_kvm_facts both = { .supported_xcr0 = 0xff, .supported_xss = CET };
	struct ib_kvm_facts half = { .supported_xcr0 = 0xf };
	struct ib_kvm_facts cet = { .supported_xcr0 = 0xe7, .supported_xss = CET | 0x100 };

	assert_int_equal(ib_kvm_mask(&both, MPX), MPX);
	assert_int_equal(ib_kvm_mask(&both, MPX | CET), MPX | CET);
	/* Unrolled: both MPX components or none. */
	assert_int_equal(ib_kvm_mask(&half, MPX), 0);
	assert_int_equal(ib_kvm_mask(&cet, MPX), 0);
	assert_int_equal(ib_kvm_mask(&cet, MPX | CET), CET);
}

static void dangerous_kernels(void **state)
{
	struct ib_kvm_facts cet = { .supported_xcr0 = 0xe7, .supported_xss = CET };
	struct ib_kvm_facts both = { .supported_xcr0 = 0xff, .supported_xss = CET };
	struct ib_kvm_facts none = { .supported_xcr0 = 0xe7 };

	assert_non_null(ib_kvm_oops("u64-mask", &cet));
	/* With MPX KVM_GET_MP_STATE loads the FPU first; without CET there is no put. */
	assert_null(ib_kvm_oops("u64-mask", &both));
	assert_null(ib_kvm_oops("u64-mask", &none));
	assert_null(ib_kvm_oops("u64-mask-in-use", &cet));
	assert_null(ib_kvm_oops("unrolled", &cet));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(releases),
		cmocka_unit_test(unreadable_release),
		cmocka_unit_test(masks),
		cmocka_unit_test(dangerous_kernels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
