// SPDX-License-Identifier: GPL-2.0-only
/* What a kernel release contains, and what it would clear on a CPU. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/state.h"
#include "lib/base/array.h"

#define MPX	0x18
#define CET	0x1800

static void releases(void **state)
{
	static const struct {
		const char *release, *contains;
	} cases[] = {
		{ "4.19.0-27-amd64", "unrolled" },
		{ "6.1.0-56-amd64", "unrolled" },
		{ "6.17.13", "unrolled" },
		{ "6.17.0-rc7", "unrolled" },
		{ "6.18.0-rc1", "u64-mask" },
		{ "6.18.0-rc5+", "u64-mask" },
		{ "6.18~rc5-amd64", "u64-mask" },
		{ "6.18.0-rc6", "u64-mask-in-use" },
		{ "6.18-rc7-arch", "u64-mask-in-use" },
		{ "6.18.0", "u64-mask-in-use" },
		{ "6.18.44-custom", "u64-mask-in-use" },
		{ "6.19.0-rc1", "u64-mask-in-use" },
		{ "7.0.0-rc2", "u64-mask-in-use" },
		{ "7.2.12+deb14-amd64", "u64-mask-in-use" },
		{ "10.0", "u64-mask-in-use" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(ib_kvm_contains(cases[i].release), cases[i].contains);
}

static void unreadable_release(void **state)
{
	assert_null(ib_kvm_contains(""));
	assert_null(ib_kvm_contains("next"));
}

static void masks(void **state)
{
	struct ib_kvm_facts both = { .supported_xcr0 = 0xff, .supported_xss = CET };
	struct ib_kvm_facts none = { .supported_xcr0 = 0xe7 };
	struct ib_kvm_facts cet = { .supported_xcr0 = 0xe7, .supported_xss = CET | 0x100 };

	assert_int_equal(ib_kvm_mask(&both), MPX | CET);
	assert_int_equal(ib_kvm_mask(&none), 0);
	assert_int_equal(ib_kvm_mask(&cet), CET);
}

/* By what is offered, not by the kernel's release: a port back of CET is judged like mainline. */
static void verdicts(void **state)
{
	static const struct {
		struct ib_kvm_state seen;
		uint64_t must;
		enum ib_oracle verdict;
	} cases[] = {
		{ { .filled = 7 | MPX, .cleared = MPX }, MPX, IB_ORACLE_OK },
		{ { .filled = 7 | CET, .cleared = CET }, CET, IB_ORACLE_OK },
		{ { .filled = 7, .cleared = 0 }, 0, IB_ORACLE_OK },
		/* What could not be filled cannot be seen cleared. */
		{ { .filled = 7, .cleared = 0 }, CET, IB_ORACLE_OK },
		{ { .filled = 7 | MPX | CET, .cleared = MPX }, MPX | CET, IB_ORACLE_PARTIAL },
		{ { .filled = 7 | MPX, .cleared = MPX | 2 }, MPX, IB_ORACLE_WRONG },
		{ { .filled = 7 | MPX, .cleared = MPX, .changed = 4 }, MPX, IB_ORACLE_WRONG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char note[120] = "";

		assert_int_equal(ib_kvm_state_judge(&cases[i].seen, cases[i].must, note,
						    sizeof(note)), cases[i].verdict);
		assert_int_equal(!*note, cases[i].verdict == IB_ORACLE_OK);
	}
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
		cmocka_unit_test(verdicts),
		cmocka_unit_test(dangerous_kernels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
