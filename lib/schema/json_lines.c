// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/schema/json_lines.h"

const char *ib_json_text(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_object_get(o, key);

	return value ? json_object_get_string(value) : "-";
}

double ib_json_number(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_object_get(o, key);

	return value ? json_object_get_double(value) : NAN;
}

size_t ib_json_lines(const char *path, const char *type,
		     void (*each)(struct json_object *o, void *data), void *data)
{
	FILE *f = fopen(path, "re");
	size_t nr = 0, number = 0, size = 0;
	char *line = NULL;

	while (f && getline(&line, &size, f) >= 0) {
		struct json_object *o = json_tokener_parse(line);

		number++;
		if (json_object_is_type(o, json_type_object) &&
		    !strcmp(ib_json_text(o, "type"), type)) {
			nr++;
			each(o, data);
		} else {
			ib_warn("%s:%zu: no record of type \"%s\"; left out", path, number, type);
		}
		json_object_put(o);
	}
	free(line);
	if (f)
		fclose(f);
	return nr;
}
