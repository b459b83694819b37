// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/region.h"
#include "bench/calibrate.h"

#define SHORT_CHAIN	3000
#define LONG_CHAIN	33000
#define TRIES		3

static double clock_per_cycle(uint64_t (*chain)(bool imul, u32 cycles), bool imul)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t part = chain(imul, SHORT_CHAIN);
		uint64_t whole = chain(imul, LONG_CHAIN);

		if (whole > part && whole - part < best)
			best = whole - part;
	}
	return (double)best / (LONG_CHAIN - SHORT_CHAIN);
}

struct ib_calibration ib_calibrate(const struct ib_layout *layout)
{
	uint64_t (*chain)(bool imul, u32 cycles) = IB_SYMBOL(layout, ib_chain_ticks);

	return (struct ib_calibration){
		.add = clock_per_cycle(chain, false),
		.imul = clock_per_cycle(chain, true),
	};
}
