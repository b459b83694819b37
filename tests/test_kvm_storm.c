// SPDX-License-Identifier: GPL-2.0-only
/*
 * INIT storms on as many CPUs as there are. Needs /dev/kvm: skipped without;
 * tests/kvm.bats runs it in an emulated kernel.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>
#include <string.h>

#include "bench/lanes/kvm/init_storm.h"
#include "bench/lanes/kvm/vm.h"

static void need_kvm(void)
{
	if (ib_kvm_device() < 0) {
		print_message("%s\n", ib_kvm_why());
		skip();
	}
}

static void storm(bool excluded)
{
	struct ib_kvm_storm *s;
	uint64_t with, without;
	struct ib_cpus *cpus = ib_cpus_allowed();
	uint32_t n;

	need_kvm();
	n = ib_cpus_count(cpus) > 4 ? 4 : ib_cpus_count(cpus);
	s = ib_kvm_storm_start(n, excluded, cpus);
	assert_non_null(s);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(ib_kvm_storm_run(s, true, 16, &with), 0);
		assert_int_equal(ib_kvm_storm_run(s, false, 16, &without), 0);
	}
	ib_kvm_storm_stop(s);
}

static void a_storm_in_one_vm(void **state)
{
	storm(false);
}

static void a_storm_in_vms_apart(void **state)
{
	storm(true);
}

static void more_vcpus_than_cpus_are_refused(void **state)
{
	struct ib_cpus *one;

	need_kvm();
	ib_cpus_stay(sched_getcpu());
	one = ib_cpus_allowed();
	assert_null(ib_kvm_storm_start(2, false, one));
	assert_non_null(strstr(ib_kvm_why(), "2 vCPUs want 2 CPUs"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_storm_in_one_vm),
		cmocka_unit_test(a_storm_in_vms_apart),
		cmocka_unit_test(more_vcpus_than_cpus_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
