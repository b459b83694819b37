// SPDX-License-Identifier: GPL-2.0-only
/* Signatures and clocks in words, for what no test machine shows. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "bench/host/hypervisor.h"
#include "lib/base/array.h"
#include "lib/schema/hypervisor_words.h"

#define NO_SIGNATURE	"\0\0\0\0\0\0\0\0\0\0\0"

static void signatures_have_names(void **state)
{
	static const struct {
		const char *first, *second, *name;
	} cases[] = {
		{ "KVMKVMKVM\0\0", NO_SIGNATURE, "KVM" },
		{ "bhyve bhyve ", NO_SIGNATURE, "bhyve" },
		/* What is behind counts only where its signature is known. */
		{ "KVMKVMKVM\0\0", "\1\2\3\4\5\6\7\1\2\3\4", "KVM" },
		{ "Microsoft Hv", "KVMKVMKVM\0\0", "KVM posing as Hyper-V" },
		{ "Microsoft Hv", "XenVMMXenVMM", "Xen posing as Hyper-V" },
		{ "Microsoft Hv", "Microsoft Hv", "Hyper-V" },
		{ "WhoAmIWhoAmI", "KVMKVMKVM\0\0", "a hypervisor that signs 'WhoAmIWhoAmI'" },
		{ "a\"\xffz\0\0\0\0\0\0\0", NO_SIGNATURE, "a hypervisor that signs 'a\"?z'" },
		{ NO_SIGNATURE, NO_SIGNATURE, "a hypervisor that gives no name" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *name = ib_hypervisor_by_signature(cases[i].first, cases[i].second);

		assert_string_equal(name, cases[i].name);
		free(name);
	}
}

static void clocks_name_their_hypervisor(void **state)
{
	assert_null(ib_hypervisor_by_clock(NULL));
	assert_null(ib_hypervisor_by_clock("tsc hpet acpi_pm"));
	assert_null(ib_hypervisor_by_clock("tsc pretty-xen-clock"));
	assert_string_equal(ib_hypervisor_by_clock("tsc kvm-clock"), "KVM");
	assert_string_equal(ib_hypervisor_by_clock("hyperv_clocksource_tsc_page acpi_pm"),
			    "Hyper-V");
	assert_string_equal(ib_hypervisor_by_clock("xen"), "Xen");
}

static void witnesses_that_differ_are_both_heard(void **state)
{
	static const struct {
		const char *by_cpuid, *by_clock, *words;
	} cases[] = {
		{ "KVM", NULL, "KVM" },
		{ "KVM", "KVM", "KVM" },
		{ "KVM posing as Hyper-V", "KVM", "KVM posing as Hyper-V" },
		{ "bhyve", "KVM", "bhyve by CPUID, KVM by the kernel's clock" },
		{ NULL, "KVM", "KVM by the kernel's clock, which CPUID hides" },
	};

	assert_null(ib_hypervisor_words(NULL, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *words = ib_hypervisor_words(cases[i].by_cpuid, cases[i].by_clock);

		assert_string_equal(words, cases[i].words);
		free(words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_have_names),
		cmocka_unit_test(clocks_name_their_hypervisor),
		cmocka_unit_test(witnesses_that_differ_are_both_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
