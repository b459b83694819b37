// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/options.h"
#include "lib/schema/compare_field.h"
#include "lib/schema/plain.h"

static struct json_object *text(const char *value)
{
	return *value ? json_object_new_string(value) : NULL;
}

static struct json_object *options(const char *value)
{
	char *plain = ib_plain_options(value);
	struct json_object *o = text(plain);

	free(plain);
	return o;
}

/* As git names things, but for what the table of fields does not let through: HEAD@{1}. */
static struct json_object *ref(const char *value)
{
	char *name = ib_asprintf("%s", value);
	struct json_object *o;

	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && (c == name || !strchr("._:+@-/~^", *c)))
			*c = c == name ? 'x' : '_';
	o = text(name);
	free(name);
	return o;
}

static struct json_object *whole(const char *value)
{
	uint64_t x;

	return ib_parse_number("--compare", value, 0, INT32_MAX, &x) ? NULL :
	       json_object_new_int64(x);
}

static struct json_object *hex(const char *value)
{
	uint64_t x;

	return ib_parse_number("--compare", value, 0, UINT64_MAX, &x) ? NULL : ib_json_hex(x);
}

static struct json_object *real(const char *value)
{
	char *end;
	double x = strtod(value, &end);

	return end == value || *end || !(x >= 0) ? NULL : json_object_new_double_s(x, value);
}

/* A half width, in the unit of the table or, with a % behind it, in hundredths of the base. */
static struct json_object *width(const char *value)
{
	char *end;
	double x = strtod(value, &end);

	if (end == value || !(x >= 0) || strcmp(end, "%"))
		return real(value);
	return json_object_new_string(value);
}

static struct json_object *truth(const char *value)
{
	if (strcmp(value, "true") && strcmp(value, "false"))
		return NULL;
	return json_object_new_boolean(*value == 't');
}

static const struct {
	const char *key;
	struct json_object *(*parse)(const char *value);
} keys[] = {
	{ "side", text },
	{ "ref", ref },
	{ "commit", text },
	{ "dirty", truth },
	{ "path", text },
	{ "patched", text },
	{ "unbuilt", text },
	{ "options", options },
	{ "coin", hex },
	{ "arms", whole },
	{ "delta", width },
	{ "ordinal", whole },
	{ "block", whole },
	{ "pos", whole },
};

static char *known_keys(void)
{
	char *list = NULL, *longer;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		longer = ib_asprintf("%s%s%s", list ? list : "", list ? ", " : "", keys[i].key);
		free(list);
		list = longer;
	}
	return list;
}

int ib_compare_field(struct json_object **object, const char *pair)
{
	size_t length = strcspn(pair, "=");
	char *known;

	for (size_t i = 0; pair[length] && i < ARRAY_SIZE(keys); i++) {
		struct json_object *value;

		if (strlen(keys[i].key) != length || strncmp(keys[i].key, pair, length))
			continue;
		value = keys[i].parse(pair + length + 1);
		if (!value)
			break;
		if (!*object)
			*object = json_object_new_object();
		ib_json_add(*object, keys[i].key, value);
		return 0;
	}
	known = known_keys();
	ib_error("--compare '%s': not KEY=VALUE with a valid value; the keys are %s", pair, known);
	free(known);
	return -1;
}
