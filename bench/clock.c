// SPDX-License-Identifier: GPL-2.0-only
#include "bench/clock.h"
#include "bench/fence.h"

#define READS	300000

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

uint32_t ib_tsc_step(void)
{
	uint64_t last = ib_tsc_fenced();
	uint64_t step = 0;

	for (int i = 0; i < READS && step != 1; i++) {
		uint64_t now = ib_tsc_fenced();

		step = gcd(now - last, step);
		last = now;
	}
	return step;
}
