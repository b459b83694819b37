// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include <json-c/json.h>

#include "lib/base/err.h"
#include "lib/base/string_map.h"

/* json-c's objects are hash tables that grow. */
struct ib_index {
	struct json_object *numbers;
};

struct ib_index *ib_index_new(void)
{
	struct ib_index *index = ib_calloc(1, sizeof(*index));

	index->numbers = json_object_new_object();
	return index;
}

void ib_index_free(struct ib_index *index)
{
	if (!index)
		return;
	json_object_put(index->numbers);
	free(index);
}

long ib_index_find(const struct ib_index *index, const char *key)
{
	struct json_object *number;

	return json_object_object_get_ex(index->numbers, key, &number) ?
	       json_object_get_int64(number) : -1;
}

void ib_index_set(struct ib_index *index, const char *key, long number)
{
	json_object_object_add(index->numbers, key, json_object_new_int64(number));
}

const char *ib_index_keep(struct ib_index *index, const char *key)
{
	struct lh_table *table = json_object_get_object(index->numbers);
	struct lh_entry *entry = lh_table_lookup_entry(table, key);

	if (!entry) {
		ib_index_set(index, key, 0);
		entry = lh_table_lookup_entry(table, key);
	}
	return lh_entry_k(entry);
}
