// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "bench/host.h"

const char *ib_emulated_host(void)
{
	const char *host = getenv("INITBENCH_HOST");

	return host && *host ? host : NULL;
}
