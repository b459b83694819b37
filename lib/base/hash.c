// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/hash.h"

#define PRIME	0x100000001b3ULL

uint64_t ib_hash(uint64_t hash, const void *data, size_t size)
{
	const unsigned char *p = data;

	while (size--)
		hash = (hash ^ *p++) * PRIME;
	return hash;
}
