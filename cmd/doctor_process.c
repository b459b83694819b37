// SPDX-License-Identifier: GPL-2.0-only
/* Checks of what this process may do: by its container, its parent, its CPU. */
#include <stdbool.h>
#include <stdlib.h>

#include "bench/blob/code_memory.h"
#include "bench/host/clock.h"
#include "bench/host/cpu.h"
#include "bench/host/emulation.h"
#include "bench/host/host.h"
#include "bench/host/quota.h"
#include "cmd/doctor_checks.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"

const char *ib_cannot_time(void)
{
	static const char *why;
	static bool asked;

	if (!asked) {
		why = ib_tsc_refused();
		if (!why)
			why = ib_code_memory_refused();
		asked = true;
	}
	return why;
}

struct ib_finding ib_probe_code(int cpu)
{
	char *why = ib_code_memory_refused();
	struct ib_finding found;

	if (!why)
		return ib_finding(IB_OK, ib_asprintf("what is placed may be executed"), NULL);
	found = ib_finding(IB_LIMITS, ib_asprintf("code cannot be placed: %s", why),
			   IB_NO_CODE_MEMORY);
	free(why);
	return found;
}

struct ib_finding ib_probe_emulation(int cpu)
{
	const char *host = ib_emulated_host(), *how;

	if (host)
		return ib_finding(IB_NOTE, ib_asprintf("%s, started by scripts/vm: its clock counts "
						       "instructions", host), NULL);
	if (!ib_cpu()->xcr0 || ib_cannot_time())
		return ib_finding(IB_NOTE, ib_asprintf("cannot be told here"), NULL);
	how = ib_emulation();
	if (how)
		return ib_finding(IB_LIMITS, ib_asprintf("this CPU is emulated (%s): its clock is no "
							 "time", how), IB_EMULATION_REMEDY);
	return ib_finding(IB_OK, ib_asprintf("this CPU is real: it has latencies and tracks INIT "
					     "state"), NULL);
}

/* Less than a CPU's worth: even one thread alone is throttled. */
struct ib_finding ib_probe_quota(int cpu)
{
	struct ib_finding found;
	struct ib_quota q;

	if (!ib_sysfile_exists("/proc/self/cgroup"))
		return ib_finding(IB_NOTE, ib_asprintf("not known: no /proc/self/cgroup"), NULL);
	ib_quota(&q);
	if (!q.cpus)
		found = ib_finding(IB_OK, ib_asprintf("no limit on CPU time"), NULL);
	else
		found = ib_finding(q.cpus < 1 || q.throttled ? IB_DISTURBS : IB_NOTE,
				   ib_asprintf("%g CPUs' worth of time (%s), throttled %llu times",
					       q.cpus, q.group, (unsigned long long)q.throttled),
				   "run it outside of the container, or without a limit (docker: no "
				   "--cpus; systemd: CPUQuota=); throttled blocks are dropped");
	ib_quota_free(&q);
	return found;
}
