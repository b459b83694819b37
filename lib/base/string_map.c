// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include <json-c/json.h>

#include "lib/base/err.h"
#include "lib/base/string_map.h"

/* json-c's objects are hash tables that grow. */
struct ib_string_map {
	struct json_object *numbers;
};

struct ib_string_map *ib_string_map_new(void)
{
	struct ib_string_map *index = ib_calloc(1, sizeof(*index));

	index->numbers = json_object_new_object();
	return index;
}

void ib_string_map_free(struct ib_string_map *index)
{
	if (!index)
		return;
	json_object_put(index->numbers);
	free(index);
}

long ib_string_map_find(const struct ib_string_map *index, const char *key)
{
	struct json_object *number;

	return json_object_object_get_ex(index->numbers, key, &number) ?
	       json_object_get_int64(number) : -1;
}

void ib_string_map_set(struct ib_string_map *index, const char *key, long number)
{
	json_object_object_add(index->numbers, key, json_object_new_int64(number));
}

const char *ib_string_map_keep(struct ib_string_map *index, const char *key)
{
	struct lh_table *table = json_object_get_object(index->numbers);
	struct lh_entry *entry = lh_table_lookup_entry(table, key);

	if (!entry) {
		ib_string_map_set(index, key, 0);
		entry = lh_table_lookup_entry(table, key);
	}
	return lh_entry_k(entry);
}
