// SPDX-License-Identifier: GPL-2.0-only
/* A crash is a variant's only if code under study raised it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/blob/code/region.h"
#include "bench/host/fault.h"

static struct ib_layout *layout;
static volatile bool *by_variant;

static void in_a_variant(void)
{
	IB_SYMBOL(layout, kvm_put_guest_fpu)(NULL);
}

static void in_the_harness(void)
{
	IB_SYMBOL(layout, ib_region_run)(NULL);
}

static void by_a_wild_jump(void)
{
	void (*volatile nowhere)(void) = NULL;

	/* cppcheck-suppress nullPointer */
	nowhere();
}

static void by_another_process(void)
{
	kill(getpid(), SIGSEGV);
}

/* More than the stack, to its end. */
static void by_a_lost_stack(void)
{
	asm volatile("xor %%esp, %%esp; push %%rax" : : : "memory");
}

/* Whether a child that crashes so in a region, or outside, is said to be a variant's. */
static bool blamed(void (*crash)(void), bool in_region)
{
	pid_t child = fork();
	int status;

	if (!child) {
		ib_fault_watch(by_variant);
		ib_fault_region(in_region ? layout : NULL);
		crash();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	return *by_variant;
}

static void the_code_under_study_is_blamed(void **state)
{
	assert_true(blamed(in_a_variant, true));
	assert_true(blamed(by_a_wild_jump, true));
	assert_true(blamed(by_a_lost_stack, true));
}

static void nothing_else_is(void **state)
{
	assert_false(blamed(in_the_harness, true));
	assert_false(blamed(in_a_variant, false));
	assert_false(blamed(by_a_wild_jump, false));
	assert_false(blamed(by_another_process, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_code_under_study_is_blamed),
		cmocka_unit_test(nothing_else_is),
	};

	layout = ib_layout_load(1, "ib_memset_loop");
	by_variant = mmap(NULL, sizeof(*by_variant), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
