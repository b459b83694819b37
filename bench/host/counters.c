// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <perf/core.h>
#include <perf/evlist.h>
#include <perf/evsel.h>
#include <perf/threadmap.h>
#include <perfmon/pfmlib_perf_event.h>

#include "bench/host/counters.h"
#include "bench/host/cpu.h"
#include "bench/host/pmu_sets.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"
#include "lib/base/nearest.h"
#include "lib/schema/block.h"

/*
 * The default set. Of several names the first that libpfm4 knows on this CPU
 * counts; the perf:: ones are the kernel's generic events. Microcode:
 * RETIRED_UCODE_OPS is Zen 4's, IDQ:MS_UOPS that of Intel's big cores since
 * Sandy Bridge, UOPS_RETIRED:MS of its small ones, UOPS_DECODED:MS of Nehalem.
 */
static const struct wanted {
	const char *name;
	const char *pfm[4];
} default_set[] = {
	{ "cycles", { "perf::CYCLES" } },
	{ "instructions", { "perf::INSTRUCTIONS" } },
	{ "branch-misses", { "perf::BRANCH-MISSES" } },
	{ "l1d-misses", { "perf::L1-DCACHE-LOAD-MISSES" } },
	{ "ucode-uops", { "RETIRED_UCODE_OPS", "IDQ:MS_UOPS", "UOPS_RETIRED:MS",
			  "UOPS_DECODED:MS" } },
};

/* Users that share counters take turns every few ms: perf_event_mux_interval_ms. */
#define TURN_MS	100

struct event {
	char *name;
	struct perf_evsel *evsel;
	struct perf_event_attr in_kernel;
};

/**
 * struct ib_counters - a group
 * @evlist: owns the evsels of @event
 * @thread: the calling one
 * @event: @count of them, the group's leader first
 * @count: events
 * @dropped: see ib_counters_dropped()
 * @width: see ib_counters_width()
 * @lag: ns that the group was enabled and not on the PMU, at the last read
 * @last_lag: the same, at the read before
 */
struct ib_counters {
	struct perf_evlist *evlist;
	struct perf_thread_map *thread;
	struct event *event;
	unsigned int count;
	char *dropped;
	unsigned int width;
	uint64_t lag, last_lag;
};

/* The system's level (EACCES), or a container's filter (EPERM of seccomp). */
#define NOT_PERMITTED	"not permitted; run as root, or as root: sysctl "			\
			"kernel.perf_event_paranoid=1, and let a container call perf_event_open"

static const struct {
	int error;
	const char *why;
} reasons[] = {
	{ EACCES, NOT_PERMITTED },
	{ EPERM, NOT_PERMITTED },
	{ ENOENT, "this CPU or its hypervisor does not count it" },
	{ EOPNOTSUPP, "this CPU or its hypervisor does not count it" },
	{ ENODEV, "this CPU or its hypervisor does not count it" },
	{ EINVAL,
	  "the kernel refuses it, alone or together with the events before it: name fewer events" },
	{ E2BIG, "no more events are counted at once: name fewer" },
	{ EBUSY, "another user has exclusive use of the PMU" },
	{ ENOSYS, "the kernel has no perf events" },
};

static const char *reason(int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].error == error)
			return reasons[i].why;
	return strerror(error);
}

/* libperf reports by return values; its messages would only repeat them. */
static int quiet(enum libperf_print_level level, const char *fmt, va_list ap)
{
	return 0;
}

/* Why counters that exist are not free, as far as it can be seen. */
static const char *holder(void)
{
	char *watchdog = ib_sysfile("/proc/sys/kernel/nmi_watchdog");
	bool held = watchdog && watchdog[0] == '1';

	free(watchdog);
	return held ? "the NMI watchdog holds one of the CPU's counters; as root: sysctl kernel.nmi_watchdog=0"
		    : "another user holds counters of the CPU's, such as perf or the hypervisor";
}

static void initialise(void)
{
	static bool done;

	if (!done) {
		libperf_init(quiet);
		pfm_initialize();
		done = true;
	}
}

static int encode_at(const char *name, unsigned long levels, struct perf_event_attr *attr)
{
	pfm_perf_encode_arg_t arg = { .attr = attr, .size = sizeof(arg) };

	memset(attr, 0, sizeof(*attr));
	attr->size = sizeof(*attr);
	return pfm_get_os_event_encoding(name, levels, PFM_OS_PERF_EVENT_EXT, &arg);
}

/* Levels in the name itself win over @level. */
static int encode(const char *name, unsigned long level, struct perf_event_attr *attr)
{
	int err = encode_at(name, level, attr);

	if (!err && attr->type == PERF_TYPE_SOFTWARE)
		err = encode_at(name, PFM_PLM0 | PFM_PLM3, attr);
	return err;
}

struct names {
	char **name;
	size_t count;
};

static void names_add(struct names *names, char *name)
{
	names->name = ib_realloc(names->name, names->count + 1, sizeof(*names->name));
	names->name[names->count++] = name;
}

static void add_event(struct names *names, const char *prefix, int index)
{
	pfm_event_info_t event = { .size = sizeof(event) };
	pfm_event_attr_info_t attr;

	if (pfm_get_event_info(index, PFM_OS_PERF_EVENT_EXT, &event))
		return;
	names_add(names, ib_asprintf("%s%s", prefix, event.name));
	for (int i = 0; i < event.nattrs; i++) {
		memset(&attr, 0, sizeof(attr));
		attr.size = sizeof(attr);
		if (!pfm_get_event_attr_info(index, i, PFM_OS_PERF_EVENT_EXT, &attr) &&
		    attr.type == PFM_ATTR_UMASK)
			names_add(names, ib_asprintf("%s%s:%s", prefix, event.name, attr.name));
	}
}

/* Every event of this machine's PMUs, with the PMU's name if @word has one. */
static void all_names(struct names *names, const char *word)
{
	bool with_pmu = strstr(word, "::");
	pfm_pmu_info_t info;
	int pmu;

	pfm_for_all_pmus(pmu) {
		char *prefix;

		memset(&info, 0, sizeof(info));
		info.size = sizeof(info);
		if (pfm_get_pmu_info(pmu, &info) || !info.is_present)
			continue;
		prefix = ib_asprintf("%s%s", with_pmu ? info.name : "", with_pmu ? "::" : "");
		for (int i = info.first_event; i != -1; i = pfm_get_event_next(i))
			add_event(names, prefix, i);
		free(prefix);
	}
}

static char *unknown(const char *word, int pfm_error)
{
	struct names names = {};
	const char *nearest;
	char *why;

	all_names(&names, word);
	nearest = ib_nearest(word, (const char *const *)names.name, names.count);
	why = ib_asprintf("event '%s': %s; the nearest name that libpfm4 knows here is '%s'",
			  word, pfm_strerror(pfm_error), nearest ? nearest : "none");
	for (size_t i = 0; i < names.count; i++)
		free(names.name[i]);
	free(names.name);
	return why;
}

/* Joins the group as its last event; @pfm is known. */
static int join(struct ib_counters *c, const char *name, const char *pfm)
{
	struct perf_event_attr attr, in_kernel;
	struct perf_evsel *evsel;
	int err;

	if (c->count == IB_BLOCK_EVENTS)
		return -E2BIG;
	encode(pfm, PFM_PLM0, &in_kernel);
	encode(pfm, PFM_PLM3, &attr);
	attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
	/* A group starts when its leader does. */
	attr.disabled = c->count == 0;
	evsel = perf_evsel__new(&attr);
	if (!evsel)
		return -ENOMEM;
	perf_evlist__add(c->evlist, evsel);
	perf_evlist__set_leader(c->evlist);
	err = perf_evsel__open(evsel, NULL, c->thread);
	if (err) {
		perf_evlist__remove(c->evlist, evsel);
		perf_evsel__delete(evsel);
		return err;
	}
	/* Without this page there is no RDPMC, and read(2) serves. */
	perf_evsel__mmap(evsel, 0);
	c->event = ib_realloc(c->event, c->count + 1, sizeof(*c->event));
	c->event[c->count++] = (struct event){ ib_asprintf("%s", name), evsel, in_kernel };
	return 0;
}

static int join_named(struct ib_counters *c, const char *name, char **why)
{
	int err = join(c, name, name);

	if (err)
		*why = ib_asprintf("event '%s': %s", name, reason(-err));
	return err;
}

static int check_name(struct ib_counters *c, const char *name, char **why)
{
	struct perf_event_attr attr;
	int err = encode(name, PFM_PLM3, &attr);

	if (err)
		*why = unknown(name, err);
	return err ? -EINVAL : 0;
}

typedef int (*on_name)(struct ib_counters *c, const char *name, char **why);

static int each_name(struct ib_counters *c, const char *events, char **why, on_name f)
{
	char *list = ib_asprintf("%s", events), *rest = list, *name;
	int err = 0;

	while (!err && (name = strsep(&rest, ",")))
		err = f(c, name, why);
	free(list);
	return err;
}

/* A wrong name is said to be wrong, whatever the kernel permits. */
static int open_named(struct ib_counters *c, const char *events, char **why)
{
	unsigned int names = 1;
	int err;

	for (const char *at = events; (at = strchr(at, ',')); at++)
		names++;
	if (names > IB_BLOCK_EVENTS) {
		*why = ib_asprintf("%u events are too many: %d are counted at a time; name fewer, "
				   "and the others in another run", names, IB_BLOCK_EVENTS);
		return -E2BIG;
	}
	err = each_name(c, events, why, check_name);
	return err ? err : each_name(c, events, why, join_named);
}

static void drop(struct ib_counters *c, const char *name, const char *why)
{
	char *old = c->dropped;

	c->dropped = ib_asprintf("%s%s%s: %s", old ? old : "", old ? "; " : "", name, why);
	free(old);
}

static int join_default(struct ib_counters *c, const struct wanted *wanted)
{
	const size_t most = ARRAY_SIZE(wanted->pfm);
	struct perf_event_attr attr;
	size_t i = 0;
	int err;

	while (i < most && wanted->pfm[i] && encode(wanted->pfm[i], PFM_PLM3, &attr))
		i++;
	if (i == most || !wanted->pfm[i]) {
		drop(c, wanted->name, "libpfm4 knows no such event of this CPU");
		return -ENOENT;
	}
	err = join(c, wanted->name, wanted->pfm[i]);
	if (err)
		drop(c, wanted->name, reason(-err));
	return err;
}

/*
 * Zen 5 by its models, those of Linux' arch/x86/kernel/cpu/amd.c, under the name that
 * later versions of libpfm4 have for it.
 */
static bool is_zen5(void)
{
	static const struct { unsigned int from, to; } models[] = {
		{ 0x00, 0x2f }, { 0x40, 0x4f }, { 0x60, 0x7f },
	};
	const struct ib_cpu *cpu = ib_cpu();
	bool in = false;

	for (size_t i = 0; i < ARRAY_SIZE(models); i++)
		in = in || (cpu->model >= models[i].from && cpu->model <= models[i].to);
	return in && cpu->family == 0x1a && !strcmp(cpu->vendor, "AuthenticAMD");
}

static bool is_present(const char *pmu)
{
	pfm_pmu_info_t info;
	int i;

	if (!strcmp(pmu, "amd64_fam1ah_zen5"))
		return is_zen5();
	pfm_for_all_pmus(i) {
		memset(&info, 0, sizeof(info));
		info.size = sizeof(info);
		if (!pfm_get_pmu_info(i, &info) && info.is_present && !strcmp(info.name, pmu))
			return true;
	}
	return false;
}

static int join_of_set(struct ib_counters *c, const char *name, const char *pfm)
{
	struct perf_event_attr attr;
	int err = encode(pfm, PFM_PLM3, &attr);

	if (err) {
		drop(c, name, pfm_strerror(err));
		return -ENOENT;
	}
	err = join(c, name, pfm);
	if (err)
		drop(c, name, reason(-err));
	return err;
}

/* As many of a set as count together here. */
static int open_set(struct ib_counters *c, const char *name, const struct ib_pmu_set *set,
		    char **why)
{
	int err = -ENOENT;

	if (!set) {
		*why = ib_asprintf("set '%s': no events are known for this CPU; name events with --pmu EVENT,.., which 'initbench list events' shows",
				   name);
		return err;
	}
	for (size_t i = 0; i < IB_SET_EVENTS && set->event[i].name; i++)
		err = join_of_set(c, set->event[i].name, set->event[i].pfm);
	if (c->count) {
		c->width = set->width;
		return 0;
	}
	*why = ib_asprintf("set '%s': %s", name, reason(-err));
	return err;
}

static int open_default(struct ib_counters *c, char **why)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(default_set); i++)
		err = join_default(c, &default_set[i]);
	if (c->count)
		return 0;
	*why = ib_asprintf("%s", c->dropped);
	return err;
}

static void leave(struct ib_counters *c)
{
	struct event *e = &c->event[--c->count];

	perf_evsel__munmap(e->evsel);
	perf_evsel__close(e->evsel);
	perf_evlist__remove(c->evlist, e->evsel);
	perf_evsel__delete(e->evsel);
	free(e->name);
}

/*
 * A group may be opened and never count: the kernel promises no counter that
 * another user holds for good. Those who take turns are waited for.
 */
static bool gets_its_turn(struct ib_counters *c)
{
	struct perf_counts_values counts = {};
	struct timespec begin, now;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	do {
		if (perf_evsel__read(c->event[0].evsel, 0, 0, &counts) || counts.run)
			return true;
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 <
		 TURN_MS);
	return false;
}

/* The first read of a page is a fault, which would be the first block's. */
static void touch(struct ib_counters *c)
{
	uint64_t values[IB_BLOCK_EVENTS];

	for (int i = 0; i < 2; i++)
		ib_counters_read(c, values);
}

/* Starts the group; if it is a set, without the last events if they are too many. */
static int start(struct ib_counters *c, bool is_set, char **why)
{
	int err = perf_evsel__enable(c->event[0].evsel);

	if (err) {
		*why = ib_asprintf("event '%s': %s", c->event[0].name, reason(-err));
		return err;
	}
	while (!gets_its_turn(c)) {
		if (!is_set || c->count == 1) {
			*why = ib_asprintf("event '%s': it %snever counts: %s; name fewer events",
					   c->event[0].name,
					   c->count > 1 ? "and those after it are a group that " : "",
					   holder());
			return -EBUSY;
		}
		drop(c, c->event[c->count - 1].name, holder());
		leave(c);
	}
	touch(c);
	return 0;
}

int ib_counters_open(struct ib_counters **counters, const char *events, char **why)
{
	struct ib_counters *c = ib_calloc(1, sizeof(*c));
	const struct ib_pmu_set *set = NULL;
	bool is_set = false;
	int err = -ENOMEM;

	initialise();
	c->evlist = perf_evlist__new();
	c->thread = perf_thread_map__new_dummy();
	if (!c->evlist || !c->thread) {
		*why = ib_asprintf("%s", strerror(ENOMEM));
		goto fail;
	}
	perf_thread_map__set_pid(c->thread, 0, 0);
	if (events)
		set = ib_pmu_set(events, is_present, &is_set);
	err = is_set ? open_set(c, events, set, why) :
	      events ? open_named(c, events, why) : open_default(c, why);
	if (err)
		goto fail;
	err = start(c, is_set || !events, why);
	if (err)
		goto fail;
	*counters = c;
	return 0;
fail:
	ib_counters_close(c);
	return err;
}

void ib_counters_close(struct ib_counters *c)
{
	if (!c)
		return;
	for (unsigned int i = 0; i < c->count; i++) {
		perf_evsel__munmap(c->event[i].evsel);
		free(c->event[i].name);
	}
	perf_evlist__delete(c->evlist);
	perf_thread_map__put(c->thread);
	free(c->event);
	free(c->dropped);
	free(c);
}

int ib_counters_read(struct ib_counters *c, uint64_t values[])
{
	struct perf_counts_values counts;

	c->last_lag = c->lag;
	for (unsigned int i = 0; i < c->count; i++) {
		int err = perf_evsel__read(c->event[i].evsel, 0, 0, &counts);

		if (err)
			return err;
		values[i] = counts.val;
		if (i == 0)
			c->lag = counts.ena - counts.run;
	}
	return 0;
}

int ib_counters_pause(struct ib_counters *c, bool pause)
{
	return pause ? perf_evsel__disable(c->event[0].evsel) :
		       perf_evsel__enable(c->event[0].evsel);
}

void ib_counters_in_kernel(const struct ib_counters *c, unsigned int i,
			   struct perf_event_attr *attr)
{
	*attr = c->event[i].in_kernel;
	attr->disabled = 1;
}

bool ib_counters_multiplexed(const struct ib_counters *c)
{
	return c->lag != c->last_lag;
}

unsigned int ib_counters_count(const struct ib_counters *c)
{
	return c->count;
}

const char *ib_counters_name(const struct ib_counters *c, unsigned int i)
{
	return c->event[i].name;
}

const char *ib_counters_dropped(const struct ib_counters *c)
{
	return c->dropped;
}

unsigned int ib_counters_width(const struct ib_counters *c)
{
	return c->width;
}
