// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/cpu.h"
#include "bench/host/cpus.h"
#include "bench/host/pin.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"

#define CPUS	"/sys/devices/system/cpu"

static bool is_offline(int cpu)
{
	char *online = ib_sysfile(CPUS "/cpu%d/online", cpu);
	bool offline = online && !strcmp(online, "0");

	free(online);
	return offline;
}

char *ib_pin_why(int cpu)
{
	char *present = ib_sysfile(CPUS "/present"), *why;

	if (is_offline(cpu))
		why = ib_asprintf("CPU %d is offline; as root: echo 1 > " CPUS "/cpu%d/online",
				  cpu, cpu);
	else if (present && !ib_sysfile_exists(CPUS "/cpu%d", cpu))
		why = ib_asprintf("there is no CPU %d here, but %s", cpu, present);
	else
		why = ib_asprintf("CPU %d is not allowed to this process; see "
				  "Cpus_allowed_list in /proc/self/status", cpu);
	free(present);
	return why;
}

/* The PMUs of a hybrid CPU, and what each means; the first kind is the default. */
static const struct {
	const char *cpus;
	const char *type;
} kinds[] = {
	{ "/sys/devices/cpu_core/cpus", "core" },
	{ "/sys/devices/cpu_atom/cpus", "atom" },
	{ "/sys/devices/cpu_lowpower/cpus", "lowpower" },
};

static bool is_listed(const char *path, int cpu)
{
	struct ib_cpus *cpus = ib_cpus_listed(path);
	bool listed = ib_cpus_has(cpus, cpu);

	ib_cpus_free(cpus);
	return listed;
}

const char *ib_core_type(int cpu)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (is_listed(kinds[i].cpus, cpu))
			return kinds[i].type;
	return ib_core_type_by_cpuid();
}

/* The last of @cpus that is in @also, unless that is NULL; -1 if there is none. */
static int last_of(const struct ib_cpus *cpus, const struct ib_cpus *also)
{
	int last = -1;

	for (int cpu = ib_cpus_next(cpus, -1); cpu >= 0; cpu = ib_cpus_next(cpus, cpu))
		if (!also || ib_cpus_has(also, cpu))
			last = cpu;
	return last;
}

/* Whether all that is online, and not isolated, is allowed. */
static bool not_narrowed(const struct ib_cpus *allowed, const struct ib_cpus *isolated)
{
	struct ib_cpus *online = ib_cpus_listed(CPUS "/online");
	int cpu = ib_cpus_next(online, -1);

	while (cpu >= 0 && (ib_cpus_has(allowed, cpu) || ib_cpus_has(isolated, cpu)))
		cpu = ib_cpus_next(online, cpu);
	ib_cpus_free(online);
	return cpu < 0;
}

/* -1 if none is isolated, or none may be used. */
static int isolated_one(const struct ib_cpus *allowed, const struct ib_cpus *wanted)
{
	struct ib_cpus *isolated = ib_cpus_listed(CPUS "/isolated");
	int cpu = last_of(isolated, wanted);

	if (cpu >= 0 && !ib_cpus_has(allowed, cpu)) {
		if (!not_narrowed(allowed, isolated) || ib_cpus_stay(cpu))
			cpu = -1;
		ib_cpus_return(allowed);
	}
	ib_cpus_free(isolated);
	return cpu;
}

int ib_pin_default(void)
{
	struct ib_cpus *allowed = ib_cpus_allowed(), *wanted = ib_cpus_listed(kinds[0].cpus);
	int cpu = isolated_one(allowed, wanted);

	if (cpu < 0)
		cpu = last_of(allowed, wanted);
	if (cpu < 0)
		cpu = last_of(allowed, NULL);
	ib_cpus_free(wanted);
	ib_cpus_free(allowed);
	return cpu;
}

const char *ib_pin_lost(int cpu)
{
	struct ib_cpus *allowed = ib_cpus_allowed();
	bool here = ib_cpus_has(allowed, cpu), alone = ib_cpus_count(allowed) == 1;

	ib_cpus_free(allowed);
	if (is_offline(cpu))
		return "the CPU that it was pinned to went offline";
	if (!here || !alone)
		return "its pin to a CPU was changed";
	return sched_getcpu() == cpu ? NULL : "it ran on another CPU than it was pinned to";
}

int ib_pin(int cpu)
{
	bool named = cpu >= 0;
	char *why;

	if (!named)
		cpu = ib_pin_default();
	if (!ib_cpus_stay(cpu))
		return cpu;
	why = ib_pin_why(cpu);
	ib_error("%s%s", named ? "--cpu: " : "", why);
	free(why);
	return -1;
}
