// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "bench/host/host.h"

/* Not emulated: a guest of the machine's own processor, whose TSC is time. */
#define REAL_TIME	"qemu-kvm"

const char *ib_host(void)
{
	const char *host = getenv("INITBENCH_HOST");

	return host && *host ? host : "native";
}

const char *ib_emulated_host(void)
{
	const char *host = ib_host();

	return strcmp(host, "native") && strcmp(host, REAL_TIME) ? host : NULL;
}
