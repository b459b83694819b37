// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/schema/block_values.h"
#include "lib/schema/parse.h"
#include "lib/stats/fenced_mean.h"
#include "lib/stats/midmean.h"

/* As many as the table of fields lets through. */
#define MAX_SAMPLES	4096

/* Of @n readings the steps before and behind are binomial: an sd of sqrt(n) / 2 at most. */
static double location(const struct ib_parser *p, double *v, size_t nr, uint32_t step)
{
	if (ib_parse_truth(p, IB_BLOCK_SHOTS))
		return ib_fenced_mean(v, nr, step * sqrt(ib_parse_real(p, IB_BLOCK_N)));
	return ib_midmean_unsorted(v, nr);
}

static double array_location(const struct ib_parser *p, int field, uint32_t step)
{
	size_t n;
	const int64_t *raw = ib_parse_wholes(p, field, &n);
	double v[MAX_SAMPLES];

	if (!raw || n > MAX_SAMPLES)
		return NAN;
	for (size_t i = 0; i < n; i++)
		v[i] = raw[i];
	return location(p, v, n, step);
}

/* Layouts are one if seed and number are. */
static uint64_t layout_identity(const struct ib_parser *p)
{
	const char *seed = ib_parse_text(p, IB_BLOCK_SEED);
	int64_t number = ib_parse_whole(p, IB_BLOCK_LAYOUT, 0);
	uint64_t h = ib_hash(IB_HASH_BEGIN, &number, sizeof(number));

	return seed ? ib_hash(h, seed, strlen(seed)) : h;
}

static double positive(double x)
{
	return x > 0 ? x : NAN;
}

static void calibrate(const struct ib_parser *p, struct ib_block_rec *block)
{
	double add = positive(ib_parse_real(p, IB_BLOCK_ADD));
	double imul = positive(ib_parse_real(p, IB_BLOCK_IMUL));

	block->ratio = (add + imul) / 2;
	block->disagree = add / imul - 1;
}

int ib_block_values(const struct ib_parser *p, uint32_t step, struct ib_block_rec *block)
{
	int64_t n = ib_parse_whole(p, IB_BLOCK_N, 0);

	*block = (struct ib_block_rec){ .layout = layout_identity(p), .value = NAN,
					.drained = NAN, .ratio = NAN, .disagree = NAN };
	block->dropped = ib_parse_has(p, IB_BLOCK_DROPPED);
	block->attempt = ib_parse_whole(p, IB_BLOCK_ATTEMPT, 0);
	block->process = ib_parse_whole(p, IB_BLOCK_PROCESS, 0);
	if (block->dropped)
		return 0;
	if (n < 1)
		return -1;
	block->value = (array_location(p, IB_BLOCK_TICKS, step) -
			array_location(p, IB_BLOCK_EMPTY, step)) / n;
	if (!isfinite(block->value))
		return -1;
	block->drained = (array_location(p, IB_BLOCK_DRAINED, step) -
			  array_location(p, IB_BLOCK_DRAINED_EMPTY, step)) / n;
	calibrate(p, block);
	return 0;
}
