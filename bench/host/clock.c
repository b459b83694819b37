// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <sys/prctl.h>
#include <time.h>

#include "bench/blob/fence.h"
#include "bench/host/clock.h"

/* Every launch reads so often, 3 ms; the step was known after 12 reads in each of 120 tries. */
#define READS	100000
#define WINDOW	5000000

const char *ib_tsc_refused(void)
{
	int mode = PR_TSC_ENABLE;

	if (prctl(PR_GET_TSC, &mode) || mode != PR_TSC_SIGSEGV)
		return NULL;
	return "RDTSC is forbidden to this process: whoever started it called "
	       "prctl(PR_SET_TSC, PR_TSC_SIGSEGV); start it from a plain shell";
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Found once: processes forked later know it, too. */
uint32_t ib_tsc_step(void)
{
	static uint64_t step;
	uint64_t last = ib_tsc_fenced();

	if (step)
		return step;
	for (int i = 0; i < READS && step != 1; i++) {
		uint64_t now = ib_tsc_fenced();

		step = gcd(now - last, step);
		last = now;
	}
	return step;
}

static uint64_t rep_ticks(uint64_t iterations)
{
	static char room[64];
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 8; i++) {
		uint64_t start = ib_tsc_fenced(), spent, n = iterations;
		void *to = room;

		asm volatile("rep stosb" : "+D" (to), "+c" (n) : "a" (0) : "memory");
		spent = ib_tsc_fenced() - start;
		least = spent < least ? spent : least;
	}
	return least;
}

uint64_t ib_rep_counts(void)
{
	uint64_t none = rep_ticks(0), all = rep_ticks(64);

	return all > none ? all - none : 0;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* A reading of both clocks, at most a few tens of ns apart: the closest of ten. */
static uint64_t both(uint64_t *ns)
{
	uint64_t best = UINT64_MAX, tsc = 0;

	for (int i = 0; i < 10; i++) {
		uint64_t before = ib_tsc_fenced();
		uint64_t t = now_ns();
		uint64_t after = ib_tsc_fenced();

		if (after - before < best) {
			best = after - before;
			tsc = before + best / 2;
			*ns = t;
		}
	}
	return tsc;
}

uint64_t ib_tsc_hz(void)
{
	uint64_t from_ns, to_ns;
	uint64_t from = both(&from_ns), to;

	while (now_ns() - from_ns < WINDOW)
		;
	to = both(&to_ns);
	return llround((double)(to - from) / (to_ns - from_ns) * 1e9);
}
