// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/host/contamination.h"
#include "bench/host/counters.h"
#include "bench/host/quota.h"
#include "lib/base/err.h"

enum { SWITCHES, MIGRATIONS, PAGE_FAULTS, NR_EVENTS };

static const char events[] = "perf::CONTEXT-SWITCHES,perf::CPU-MIGRATIONS,perf::PAGE-FAULTS";

/*
 * Of one thread each; opened at its first block and kept until it ends. A
 * forked child has no use for its parent's: the mapped pages are not there.
 */
static __thread struct ib_counters *counters;
static __thread const char *source;
static __thread pid_t owner;

static void open_once(void)
{
	char *why;

	if (source && owner == getpid())
		return;
	owner = getpid();
	counters = NULL;
	if (!ib_counters_open(&counters, events, &why)) {
		source = "perf";
		return;
	}
	source = ib_asprintf("getrusage: %s", why);
	free(why);
}

/* Counts since some fixed moment; their differences are what matters. */
static void snapshot(struct ib_contamination *c)
{
	uint64_t values[NR_EVENTS];
	struct rusage usage;

	open_once();
	getrusage(RUSAGE_THREAD, &usage);
	c->voluntary = usage.ru_nvcsw;
	c->involuntary = usage.ru_nivcsw;
	c->page_faults = usage.ru_minflt + usage.ru_majflt;
	c->migrations = sched_getcpu();
	if (counters && !ib_counters_read(counters, values)) {
		c->involuntary = values[SWITCHES] - usage.ru_nvcsw;
		c->page_faults = values[PAGE_FAULTS];
		c->migrations = values[MIGRATIONS];
	}
}

/* The throttling is read around the rest: what stops the rest is seen, too. */
void ib_contamination_begin(struct ib_contamination *c)
{
	uint64_t throttled = ib_throttled();

	snapshot(c);
	c->throttled = throttled;
}

void ib_contamination_end(struct ib_contamination *c)
{
	struct ib_contamination now;

	snapshot(&now);
	c->voluntary = now.voluntary - c->voluntary;
	c->involuntary = now.involuntary - c->involuntary;
	c->page_faults = now.page_faults - c->page_faults;
	c->throttled = ib_throttled() - c->throttled;
	c->migrations = counters ? now.migrations - c->migrations
				 : now.migrations != c->migrations;
}

const char *ib_contaminated(const struct ib_contamination *c)
{
	/* It is a context switch, too: this says which. */
	if (c->throttled)
		return "throttled by its CPU quota";
	if (c->involuntary)
		return "context switch";
	if (c->migrations)
		return "migration";
	if (c->page_faults)
		return "page fault";
	return NULL;
}

const char *ib_contamination_source(void)
{
	open_once();
	return source;
}
