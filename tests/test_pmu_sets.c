// SPDX-License-Identifier: GPL-2.0-only
/* The table of event sets: libpfm4 knows every event on its family, whatever CPU this is. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <perfmon/pfmlib_perf_event.h>

#include "bench/host/counters.h"
#include "bench/host/pmu_sets.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

static const char *const families[] = {
	"amd64_fam19h_zen4", "amd64_fam1ah_zen5", "skl", "skx", "clx", "icl", "icx", "spr",
};

/* Without an event of the slots that the front end leaves empty. */
static const char *const unaccountable[] = {
	"amd64_fam17h_zen1", "amd64_fam17h_zen2", "amd64_fam19h_zen3",
};

static const char *wanted;

static bool is_wanted(const char *pmu)
{
	return !strcmp(pmu, wanted);
}

static bool is_never(const char *pmu)
{
	return false;
}

static void check_event(const struct ib_pmu_set *set, const char *pfm)
{
	char *name = strstr(pfm, "::") ? ib_asprintf("%s", pfm) :
					 ib_asprintf("%s::%s", set->pmu, pfm);
	pfm_pmu_encode_arg_t arg = { .size = sizeof(arg) };
	int err = pfm_get_os_event_encoding(name, PFM_PLM3, PFM_OS_NONE, &arg);

	/* Generic and raw events have no encoding without an operating system. */
	if (err && strncmp(name, "perf", 4))
		fail_msg("%s: %s", name, pfm_strerror(err));
	free(arg.codes);
	free(name);
}

static void check_set(const char *name)
{
	bool known;
	const struct ib_pmu_set *set = ib_pmu_set(name, is_wanted, &known);

	if (!set)
		fail_msg("%s: no set %s", wanted, name);
	assert_true(known);
	for (size_t i = 0; i < IB_SET_EVENTS && set->event[i].name; i++)
		check_event(set, set->event[i].pfm);
}

static void libpfm4_knows_every_event(void **state)
{
	for (size_t f = 0; f < ARRAY_SIZE(families); f++) {
		wanted = families[f];
		check_set("topdown");
		check_set("caches");
	}
	for (size_t f = 0; f < ARRAY_SIZE(unaccountable); f++) {
		bool known;

		wanted = unaccountable[f];
		check_set("caches");
		assert_null(ib_pmu_set("topdown", is_wanted, &known));
	}
}

/* PPR for family 1Ah: event select and unit mask of each raw event. */
static void raw_events_of_zen_5_are_those_of_its_manual(void **state)
{
	static const struct {
		const char *set, *name;
		unsigned int event, umask;
	} manual[] = {
		{ "topdown", "cycles", 0x76, 0 },
		{ "topdown", "slots-frontend", 0x1a0, 0x01 },
		{ "topdown", "slots-backend", 0x1a0, 0x1e },
		{ "topdown", "uops-issued", 0xaa, 0x07 },
		{ "topdown", "uops-retired", 0xc1, 0 },
		{ "topdown", "ucode-uops", 0x1c1, 0 },
		{ "caches", "l1i-misses", 0x18e, 0x18 },
		{ "caches", "l1d-misses", 0x43, 0xff },
		{ "caches", "store-forward-blocks", 0x24, 0x02 },
	};

	wanted = "amd64_fam1ah_zen5";
	for (size_t m = 0; m < ARRAY_SIZE(manual); m++) {
		struct perf_event_attr attr = { .size = sizeof(attr) };
		pfm_perf_encode_arg_t arg = { .attr = &attr, .size = sizeof(arg) };
		const struct ib_pmu_set *set;
		size_t i = 0;
		bool known;

		set = ib_pmu_set(manual[m].set, is_wanted, &known);
		while (i < IB_SET_EVENTS - 1 && strcmp(set->event[i].name, manual[m].name))
			i++;
		assert_int_equal(pfm_get_os_event_encoding(set->event[i].pfm, PFM_PLM3,
							   PFM_OS_PERF_EVENT_EXT, &arg), 0);
		assert_int_equal(attr.type, PERF_TYPE_RAW);
		assert_int_equal((attr.config & 0xff) | (attr.config >> 24 & 0xf00),
				 manual[m].event);
		assert_int_equal(attr.config >> 8 & 0xff, manual[m].umask);
		assert_true(attr.exclude_kernel);
	}
}

/* Retired and issued uops, cycles and the front end: without them there is no account. */
static void each_family_can_be_accounted_for(void **state)
{
	static const char *const needed[] = {
		"cycles", "slots-frontend", "uops-issued", "uops-retired",
	};

	for (size_t f = 0; f < ARRAY_SIZE(families); f++) {
		const struct ib_pmu_set *set;
		size_t found = 0;
		bool known;

		wanted = families[f];
		set = ib_pmu_set("topdown", is_wanted, &known);
		assert_in_range(set->width, 4, 8);
		for (size_t n = 0; n < 4; n++)
			for (size_t i = 0; i < IB_SET_EVENTS && set->event[i].name; i++)
				found += !strcmp(set->event[i].name, needed[n]);
		assert_int_equal(found, 4);
	}
}

static void a_family_without_a_set_is_told_from_no_set(void **state)
{
	bool known;

	assert_null(ib_pmu_set("topdown", is_never, &known));
	assert_true(known);
	assert_null(ib_pmu_set("perf::CYCLES", is_never, &known));
	assert_false(known);
}

/* The way of a set from name to counts, by events that need no PMU. */
static void a_set_counts_under_its_own_names(void **state)
{
	struct ib_counters *c = NULL;
	uint64_t before[3], after[3];
	char *why = NULL, *page;
	int err = ib_counters_open(&c, "software", &why);

	if (err == -13 || err == -1 || err == -38) {
		print_message("skipped: %s\n", why);
		free(why);
		skip();
	}
	assert_int_equal(err, 0);
	assert_string_equal(ib_counters_name(c, 0), "page-faults");
	assert_int_equal(ib_counters_width(c), 0);
	assert_int_equal(ib_counters_read(c, before), 0);
	page = aligned_alloc(4096, 64 * 4096);
	for (size_t i = 0; i < 64; i++)
		((volatile char *)page)[i * 4096] = 1;
	assert_int_equal(ib_counters_read(c, after), 0);
	assert_in_range(after[0] - before[0], 1, 1000);
	free(page);
	ib_counters_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libpfm4_knows_every_event),
		cmocka_unit_test(raw_events_of_zen_5_are_those_of_its_manual),
		cmocka_unit_test(each_family_can_be_accounted_for),
		cmocka_unit_test(a_family_without_a_set_is_told_from_no_set),
		cmocka_unit_test(a_set_counts_under_its_own_names),
	};

	/* Before libpfm4 looks at the CPU. */
	setenv("LIBPFM_ENCODE_INACTIVE", "1", 1);
	pfm_initialize();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
