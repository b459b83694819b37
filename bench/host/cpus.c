// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/cpus.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"
#include "lib/base/sysfile.h"

/* Above NR_CPUS of any kernel's configuration (8192 with MAXSMP). */
#define CPUS_MOST	(1 << 16)

struct ib_cpus {
	cpu_set_t *set;
	int room;	/* CPUs */
};

static struct ib_cpus *new_set(int room)
{
	struct ib_cpus *cpus = ib_calloc(1, sizeof(*cpus));

	cpus->room = room;
	cpus->set = ib_calloc(1, CPU_ALLOC_SIZE(room));
	return cpus;
}

static size_t bytes(const struct ib_cpus *cpus)
{
	return CPU_ALLOC_SIZE(cpus->room);
}

struct ib_cpus *ib_cpus_allowed(void)
{
	for (int room = CPU_SETSIZE; room <= CPUS_MOST; room *= 2) {
		struct ib_cpus *cpus = new_set(room);

		if (!sched_getaffinity(0, bytes(cpus), cpus->set))
			return cpus;
		ib_cpus_free(cpus);
		/* The kernel's sets are larger. */
		if (errno != EINVAL)
			break;
	}
	ib_error("which CPUs this process may run on is not known: sched_getaffinity: %s; "
		 "permit that call", strerror(errno));
	exit(IB_EXIT_USAGE);
}

static int add_range(struct ib_cpus *cpus, const char *range)
{
	char *end;
	long first = strtol(range, &end, 10), last = first;

	if (end == range)
		return -1;
	if (*end == '-')
		last = strtol(end + 1, &end, 10);
	if (*end || first < 0 || last < first || last >= cpus->room)
		return -1;
	for (long cpu = first; cpu <= last; cpu++)
		CPU_SET_S(cpu, bytes(cpus), cpus->set);
	return 0;
}

struct ib_cpus *ib_cpus_listed(const char *path)
{
	char *list = ib_sysfile("%s", path), *rest = list, *range;
	struct ib_cpus *cpus = list ? new_set(CPUS_MOST) : NULL;

	while (cpus && (range = strsep(&rest, ","))) {
		if (!add_range(cpus, range))
			continue;
		ib_cpus_free(cpus);
		cpus = NULL;
	}
	free(list);
	return cpus;
}

void ib_cpus_free(struct ib_cpus *cpus)
{
	if (!cpus)
		return;
	free(cpus->set);
	free(cpus);
}

bool ib_cpus_has(const struct ib_cpus *cpus, int cpu)
{
	return cpus && cpu >= 0 && cpu < cpus->room && CPU_ISSET_S(cpu, bytes(cpus), cpus->set);
}

int ib_cpus_next(const struct ib_cpus *cpus, int cpu)
{
	while (cpus && ++cpu < cpus->room)
		if (ib_cpus_has(cpus, cpu))
			return cpu;
	return -1;
}

unsigned int ib_cpus_count(const struct ib_cpus *cpus)
{
	return cpus ? CPU_COUNT_S(bytes(cpus), cpus->set) : 0;
}

static struct ib_cpus *only(int cpu)
{
	struct ib_cpus *one = new_set(cpu + 1);

	CPU_SET_S(cpu, bytes(one), one->set);
	return one;
}

int ib_cpus_stay(int cpu)
{
	struct ib_cpus *one;
	int ret;

	if (cpu >= CPUS_MOST) {
		errno = EINVAL;
		return -1;
	}
	one = only(cpu);
	ret = sched_setaffinity(0, bytes(one), one->set);
	ib_cpus_free(one);
	return ret;
}

void ib_cpus_return(const struct ib_cpus *cpus)
{
	sched_setaffinity(0, bytes(cpus), cpus->set);
}

int ib_cpus_start(pthread_attr_t *attributes, int cpu)
{
	struct ib_cpus *one = only(cpu);
	int err = pthread_attr_setaffinity_np(attributes, bytes(one), one->set);

	ib_cpus_free(one);
	return err;
}
