// SPDX-License-Identifier: GPL-2.0-only
#include "bench/lanes/batch.h"

#define MIN	32
#define MAX	128

uint32_t ib_batch_size(uint32_t step)
{
	uint32_t n = 2 * step;

	return n < MIN ? MIN : n > MAX ? MAX : n;
}
