// SPDX-License-Identifier: GPL-2.0-only
#include "bench/lanes/batch.h"

#define MIN		32
#define MAX		512
#define MAX_LIVE	128

static uint32_t clamp(uint32_t n, uint32_t most)
{
	return n < MIN ? MIN : n > most ? most : n;
}

uint32_t ib_batch_size(uint32_t step, bool live)
{
	return live ? clamp(2 * step, MAX_LIVE) : clamp(10 * step, MAX);
}
