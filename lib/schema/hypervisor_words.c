// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/hypervisor_words.h"

/* As Linux registers them: kvmclock.c, hyperv_timer.c, xen/time.c. */
static const struct {
	const char *clock;
	const char *name;
} clocks[] = {
	{ "kvm-clock", "KVM" },
	{ "hyperv_clocksource", "Hyper-V" },
	{ "xen", "Xen" },
};

const char *ib_hypervisor_by_clock(const char *clocksources)
{
	for (size_t i = 0; clocksources && i < ARRAY_SIZE(clocks); i++) {
		const char *at = strstr(clocksources, clocks[i].clock);

		if (at && (at == clocksources || at[-1] == ' '))
			return clocks[i].name;
	}
	return NULL;
}

char *ib_hypervisor_words(const char *by_cpuid, const char *by_clock)
{
	if (!by_cpuid && !by_clock)
		return NULL;
	if (!by_cpuid)
		return ib_asprintf("%s by the kernel's clock, which CPUID hides", by_clock);
	if (!by_clock || strstr(by_cpuid, by_clock))
		return ib_asprintf("%s", by_cpuid);
	return ib_asprintf("%s by CPUID, %s by the kernel's clock", by_cpuid, by_clock);
}
