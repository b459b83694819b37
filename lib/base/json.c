// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/encode.h"
#include "lib/base/json.h"

struct json_object *ib_json_string(const char *s)
{
	return s ? json_object_new_string(s) : NULL;
}

struct json_object *ib_json_hex(uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, value);
	return json_object_new_string(text);
}

struct json_object *ib_json_ratio(double x)
{
	char text[32];

	snprintf(text, sizeof(text), "%.5f", x);
	return json_object_new_double_s(x, text);
}

void ib_json_add(struct json_object *o, const char *key, struct json_object *value)
{
	json_object_object_add(o, key, value);
}

void ib_json_add_string(struct json_object *o, const char *key, const char *s)
{
	ib_json_add(o, key, ib_json_string(s));
}

void ib_json_add_count(struct json_object *o, const char *key, int64_t n)
{
	ib_json_add(o, key, json_object_new_int64(n));
}

void ib_json_add_bool(struct json_object *o, const char *key, bool is)
{
	ib_json_add(o, key, json_object_new_boolean(is));
}

void ib_json_add_hex(struct json_object *o, const char *key, uint64_t value)
{
	ib_json_add(o, key, ib_json_hex(value));
}

void ib_json_add_ratio(struct json_object *o, const char *key, double x)
{
	ib_json_add(o, key, ib_json_ratio(x));
}

static bool is_finite(struct json_object *o)
{
	return !json_object_is_type(o, json_type_double) || isfinite(json_object_get_double(o));
}

static void make_finite(struct json_object *o)
{
	if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			if (is_finite(json_object_array_get_idx(o, i)))
				make_finite(json_object_array_get_idx(o, i));
			else
				json_object_array_put_idx(o, i, NULL);
	} else if (json_object_is_type(o, json_type_object)) {
		/* A member that is replaced keeps its place. */
		json_object_object_foreach(o, key, value) {
			if (is_finite(value))
				make_finite(value);
			else
				json_object_object_add(o, key, NULL);
		}
	}
}

char *ib_json_encoded(struct json_object *o, int flags)
{
	if (!is_finite(o))
		o = NULL;
	make_finite(o);
	return ib_encode_json(json_object_to_json_string_ext(o, flags));
}

void ib_json_print(struct json_object *o, int flags, FILE *out)
{
	char *text = ib_json_encoded(o, flags);

	fprintf(out, "%s\n", text);
	free(text);
}
