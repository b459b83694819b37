// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/hash.h"
#include "lib/schema/block_values.h"
#include "lib/stats/fenced_mean.h"
#include "lib/stats/midmean.h"

#define MAX_SAMPLES	4096

/* Of @n readings the steps before and behind are binomial: an sd of sqrt(n) / 2 at most. */
static double location(struct json_object *block, double *v, size_t nr, uint32_t step)
{
	double n = json_object_get_double(json_object_object_get(block, "n"));

	if (json_object_get_boolean(json_object_object_get(block, "shots")))
		return ib_fenced_mean(v, nr, step * sqrt(n));
	return ib_midmean_unsorted(v, nr);
}

static double array_location(struct json_object *block, const char *name, uint32_t step)
{
	struct json_object *array = json_object_object_get(block, name);
	double v[MAX_SAMPLES];
	size_t n;

	if (!json_object_is_type(array, json_type_array))
		return NAN;
	n = json_object_array_length(array);
	if (n > MAX_SAMPLES)
		return NAN;
	for (size_t i = 0; i < n; i++) {
		struct json_object *value = json_object_array_get_idx(array, i);

		if (!json_object_is_type(value, json_type_int))
			return NAN;
		v[i] = json_object_get_int64(value);
	}
	return location(block, v, n, step);
}

/* Layouts are one if seed and number are. */
static uint64_t layout_identity(struct json_object *object)
{
	const char *seed = ib_field(object, "seed");
	int64_t number = json_object_get_int64(json_object_object_get(object, "layout"));
	uint64_t h = ib_hash(IB_HASH_BEGIN, &number, sizeof(number));

	return seed ? ib_hash(h, seed, strlen(seed)) : h;
}

static double positive(struct json_object *object, const char *name)
{
	double x = json_object_get_double(json_object_object_get(object, name));

	return isfinite(x) && x > 0 ? x : NAN;
}

static void calibrate(struct json_object *object, struct ib_block_rec *block)
{
	struct json_object *cal = json_object_object_get(object, "cal");
	double add = positive(cal, "add"), imul = positive(cal, "imul");

	block->ratio = (add + imul) / 2;
	block->disagree = add / imul - 1;
}

int ib_block_values(struct json_object *object, uint32_t step, struct ib_block_rec *block)
{
	int64_t n = json_object_get_int64(json_object_object_get(object, "n"));

	*block = (struct ib_block_rec){ .layout = layout_identity(object), .value = NAN,
					.drained = NAN, .ratio = NAN, .disagree = NAN };
	block->dropped = json_object_object_get(object, "dropped");
	block->attempt = json_object_get_int(json_object_object_get(object, "attempt"));
	if (block->dropped)
		return 0;
	if (n < 1)
		return -1;
	block->value = (array_location(object, "ticks", step) -
			array_location(object, "empty", step)) / n;
	if (!isfinite(block->value))
		return -1;
	block->drained = (array_location(object, "drained", step) -
			  array_location(object, "drained_empty", step)) / n;
	calibrate(object, block);
	return 0;
}
