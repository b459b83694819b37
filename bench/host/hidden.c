// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "bench/host/hidden.h"

bool ib_hidden(const char *feature)
{
	const size_t length = strlen(feature);

	for (const char *at = getenv("INITBENCH_HIDE"); at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, feature, length) && (at[length] == ',' || !at[length]))
			return true;
	}
	return false;
}
