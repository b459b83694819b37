// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/host/pin.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"

#define CPUS	"/sys/devices/system/cpu"

static bool exists(int cpu)
{
	char *path = ib_syspath(CPUS "/cpu%d", cpu);
	bool found = !access(path, F_OK);

	free(path);
	return found;
}

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
	else if (present && !exists(cpu))
		why = ib_asprintf("there is no CPU %d here, but %s", cpu, present);
	else
		why = ib_asprintf("CPU %d is not allowed to this process; see "
				  "Cpus_allowed_list in /proc/self/status", cpu);
	free(present);
	return why;
}

static int last_allowed(void)
{
	cpu_set_t allowed;

	CPU_ZERO(&allowed);
	sched_getaffinity(0, sizeof(allowed), &allowed);
	for (int cpu = CPU_SETSIZE - 1; cpu > 0; cpu--)
		if (CPU_ISSET(cpu, &allowed))
			return cpu;
	return 0;
}

int ib_pin(int cpu)
{
	cpu_set_t one;
	char *why;

	if (cpu < 0)
		cpu = last_allowed();
	CPU_ZERO(&one);
	if (cpu < CPU_SETSIZE)
		CPU_SET(cpu, &one);
	if (cpu < CPU_SETSIZE && !sched_setaffinity(0, sizeof(one), &one))
		return cpu;
	why = ib_pin_why(cpu);
	ib_error("--cpu %d: %s", cpu, why);
	free(why);
	return -1;
}
