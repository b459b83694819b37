// SPDX-License-Identifier: GPL-2.0-only
/* Counters by software events, which need no PMU, and the contamination rule. */
#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/host/contamination.h"
#include "bench/host/counters.h"
#include "lib/base/array.h"
#include "lib/schema/block.h"

#define PAGES	16

static struct ib_counters *open_or_skip(const char *events)
{
	struct ib_counters *c = NULL;
	char *why = NULL;
	int err = ib_counters_open(&c, events, &why);

	if (err == -EACCES || err == -EPERM || err == -ENOSYS) {
		print_message("skipped: %s\n", why);
		free(why);
		skip();
	}
	if (err)
		fail_msg("%s", why);
	return c;
}

static void touch_pages(void)
{
	size_t size = PAGES * sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	madvise(p, size, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < size; i += sysconf(_SC_PAGESIZE))
		*(volatile char *)(p + i) = 1;
	munmap(p, size);
}

static void sleep_a_little(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

static void a_group_counts_each_of_its_events(void **state)
{
	struct ib_counters *c = open_or_skip("perf::PAGE-FAULTS,perf::CONTEXT-SWITCHES");
	uint64_t before[2], faulted[2], slept[2];

	assert_int_equal(ib_counters_count(c), 2);
	assert_string_equal(ib_counters_name(c, 0), "perf::PAGE-FAULTS");
	assert_string_equal(ib_counters_name(c, 1), "perf::CONTEXT-SWITCHES");
	assert_int_equal(ib_counters_read(c, before), 0);
	touch_pages();
	assert_int_equal(ib_counters_read(c, faulted), 0);
	sleep_a_little();
	assert_int_equal(ib_counters_read(c, slept), 0);
	assert_in_range(faulted[0] - before[0], PAGES, 4 * PAGES);
	assert_in_range(slept[0] - faulted[0], 0, PAGES - 1);
	assert_in_range(slept[1] - faulted[1], 1, 100);
	assert_false(ib_counters_multiplexed(c));
	ib_counters_close(c);
}

static void a_paused_group_counts_nothing(void **state)
{
	struct ib_counters *c = open_or_skip("perf::PAGE-FAULTS");
	uint64_t before, paused, after;

	assert_int_equal(ib_counters_pause(c, true), 0);
	assert_int_equal(ib_counters_read(c, &before), 0);
	touch_pages();
	assert_int_equal(ib_counters_read(c, &paused), 0);
	assert_int_equal(ib_counters_pause(c, false), 0);
	touch_pages();
	assert_int_equal(ib_counters_read(c, &after), 0);
	assert_int_equal(paused, before);
	assert_in_range(after - paused, PAGES, 4 * PAGES);
	assert_false(ib_counters_multiplexed(c));
	ib_counters_close(c);
}

static void an_event_for_the_kernel_is_stopped_and_plain(void **state)
{
	struct ib_counters *c = open_or_skip("perf::PAGE-FAULTS,perf::TASK-CLOCK");
	struct perf_event_attr attr;

	ib_counters_in_kernel(c, 1, &attr);
	assert_int_equal(attr.type, PERF_TYPE_SOFTWARE);
	assert_int_equal(attr.config, PERF_COUNT_SW_TASK_CLOCK);
	assert_int_equal(attr.size, sizeof(attr));
	assert_true(attr.disabled && !attr.exclude_kernel);
	assert_int_equal(attr.read_format, 0);
	ib_counters_close(c);
}

static void task_clock_is_the_thread_s_cpu_time(void **state)
{
	struct ib_counters *c = open_or_skip("perf::TASK-CLOCK");
	struct timespec from, to;
	uint64_t before, after;
	int64_t ns;

	assert_int_equal(ib_counters_read(c, &before), 0);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	do {
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
		ns = (to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec - from.tv_nsec;
	} while (ns < 10000000);
	assert_int_equal(ib_counters_read(c, &after), 0);
	/* Wide: both clocks are read a few system calls apart. */
	assert_in_range(after - before, ns - ns / 10, ns * 2);
	ib_counters_close(c);
}

static void an_unknown_event_is_answered_with_the_nearest(void **state)
{
	struct ib_counters *c = NULL;
	char *why = NULL;

	assert_int_equal(ib_counters_open(&c, "perf::TASK-CLOKC", &why), -EINVAL);
	assert_null(c);
	assert_non_null(strstr(why, "'perf::TASK-CLOKC'"));
	assert_non_null(strstr(why, "'perf::TASK-CLOCK'"));
	free(why);
	assert_int_equal(ib_counters_open(&c, "perf::TASK-CLOCK,page-fualts", &why), -EINVAL);
	assert_non_null(strstr(why, "'page-fualts'"));
	assert_non_null(strstr(why, "'PAGE-FAULTS'"));
	free(why);
	assert_int_equal(ib_counters_open(&c, "", &why), -EINVAL);
	free(why);
}

static void what_cannot_be_opened_is_named_with_the_reason(void **state)
{
	struct ib_counters *c = NULL;
	char *why = NULL;

	if (!ib_counters_open(&c, "perf::CYCLES", &why)) {
		ib_counters_close(c);
		skip();
	}
	assert_non_null(strstr(why, "'perf::CYCLES': "));
	assert_true(strlen(why) > strlen("event 'perf::CYCLES': "));
	free(why);
}

/* With a PMU or without, each of the set is counted or dropped by name. */
static void the_default_set_is_counted_or_dropped_by_name(void **state)
{
	static const char *const names[] = {
		"cycles", "instructions", "branch-misses", "l1d-misses", "ucode-uops",
	};
	struct ib_counters *c = NULL;
	char *why = NULL;
	int err = ib_counters_open(&c, NULL, &why);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *dropped = err ? why : ib_counters_dropped(c);
		int counted = 0;

		for (unsigned int j = 0; !err && j < ib_counters_count(c); j++)
			counted |= !strcmp(ib_counters_name(c, j), names[i]);
		assert_int_equal(counted, !(dropped && strstr(dropped, names[i])));
	}
	ib_counters_close(c);
	free(why);
}

static void a_quiet_block_is_clean(void **state)
{
	struct ib_contamination c;

	/* Another task may get the CPU in any one of them, not in every one. */
	for (int i = 0; i < 1000; i++) {
		ib_contamination_begin(&c);
		ib_contamination_end(&c);
		if (!ib_contaminated(&c))
			return;
	}
	fail_msg("%s in each of 1000 empty blocks", ib_contaminated(&c));
}

static void page_faults_and_waiting_are_told_apart(void **state)
{
	struct ib_contamination c;

	ib_contamination_begin(&c);
	touch_pages();
	ib_contamination_end(&c);
	assert_in_range(c.page_faults, PAGES, 4 * PAGES);
	assert_non_null(ib_contaminated(&c));

	/* Another task may cut in now and then, not as often as it waits. */
	ib_contamination_begin(&c);
	for (int i = 0; i < 20; i++)
		sleep_a_little();
	ib_contamination_end(&c);
	assert_in_range(c.voluntary, 20, 100);
	assert_in_range(c.involuntary, 0, 19);
}

static void a_migration_is_seen(void **state)
{
	struct ib_contamination c;
	cpu_set_t old, one;
	int last = -1, first = -1;

	assert_int_equal(sched_getaffinity(0, sizeof(old), &old), 0);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &old))
			continue;
		last = cpu;
		if (first < 0)
			first = cpu;
	}
	if (first == last)
		skip();
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	sched_setaffinity(0, sizeof(one), &one);
	ib_contamination_begin(&c);
	CPU_ZERO(&one);
	CPU_SET(last, &one);
	sched_setaffinity(0, sizeof(one), &one);
	ib_contamination_end(&c);
	sched_setaffinity(0, sizeof(old), &old);
	assert_in_range(c.migrations, 1, 10);
	assert_non_null(ib_contaminated(&c));
}

static void the_rule_names_its_reason(void **state)
{
	static const struct {
		struct ib_contamination c;
		const char *reason;
	} cases[] = {
		{ {}, NULL },
		{ { .voluntary = 1 }, NULL },
		{ { .involuntary = 1 }, "context switch" },
		{ { .migrations = 1 }, "migration" },
		{ { .page_faults = 1 }, "page fault" },
		{ { .involuntary = 1, .throttled = 1 }, "throttled by its CPU quota" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *reason = ib_contaminated(&cases[i].c);

		if (cases[i].reason)
			assert_string_equal(reason, cases[i].reason);
		else
			assert_null(reason);
	}
}

static void more_events_than_a_block_holds_are_refused(void **state)
{
	static const char event[] = "perf::TASK-CLOCK,";
	char events[(IB_BLOCK_EVENTS + 1) * sizeof(event)] = "", *why = NULL;
	struct ib_counters *c = NULL;
	int err;

	for (int i = 0; i <= IB_BLOCK_EVENTS; i++)
		strcat(events, event);
	events[strlen(events) - 1] = '\0';
	err = ib_counters_open(&c, events, &why);
	if (err == -EACCES || err == -EPERM || err == -ENOSYS) {
		free(why);
		skip();
	}
	assert_int_equal(err, -E2BIG);
	assert_non_null(strstr(why, "name fewer"));
	free(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_counts_each_of_its_events),
		cmocka_unit_test(a_paused_group_counts_nothing),
		cmocka_unit_test(an_event_for_the_kernel_is_stopped_and_plain),
		cmocka_unit_test(task_clock_is_the_thread_s_cpu_time),
		cmocka_unit_test(an_unknown_event_is_answered_with_the_nearest),
		cmocka_unit_test(what_cannot_be_opened_is_named_with_the_reason),
		cmocka_unit_test(more_events_than_a_block_holds_are_refused),
		cmocka_unit_test(the_default_set_is_counted_or_dropped_by_name),
		cmocka_unit_test(a_quiet_block_is_clean),
		cmocka_unit_test(page_faults_and_waiting_are_told_apart),
		cmocka_unit_test(a_migration_is_seen),
		cmocka_unit_test(the_rule_names_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
