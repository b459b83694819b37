// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>

#include "lib/schema/field_index.h"

/* Slots of a type's index: twice its fields and more, a power of two. */
#define SLOTS	(2 * IB_MOST_FIELDS)

/*
 * struct path_index - a type's fields by path
 * @field: number, plus 1; 0 of an empty slot
 * @parent: of a field by number: the field it is a member of, IB_NO_FIELD of the record itself
 * @key: of a field by number: the last of its path
 * @length: of @key
 */
struct path_index {
	uint8_t field[SLOTS];
	int16_t parent[IB_MOST_FIELDS];
	const char *key[IB_MOST_FIELDS];
	uint8_t length[IB_MOST_FIELDS];
	bool made;
};

static uint32_t hash_of(const char *path)
{
	uint32_t hash = IB_HASH_START;

	while (*path) {
		size_t length = strcspn(path, "/");

		hash = ib_hash_path(hash, path, length);
		path += length + (path[length] == '/');
	}
	return hash;
}

static void index_field(const struct ib_record_type *type, struct path_index *x, size_t i)
{
	const char *path = type->fields[i].path, *slash = strrchr(path, '/');
	uint32_t at = hash_of(path);

	while (x->field[at % SLOTS])
		at++;
	x->field[at % SLOTS] = i + 1;
	x->key[i] = slash ? slash + 1 : path;
	x->length[i] = strlen(x->key[i]);
	x->parent[i] = IB_NO_FIELD;
	for (size_t k = 0; slash && k < type->nr; k++)
		if (strlen(type->fields[k].path) == (size_t)(slash - path) &&
		    !strncmp(type->fields[k].path, path, slash - path))
			x->parent[i] = k;
}

static const struct path_index *index_of(const struct ib_record_type *type)
{
	static struct path_index all[IB_MOST_RECORD_TYPES];
	size_t nr;
	struct path_index *x = &all[type - ib_record_types(&nr)];

	for (size_t i = 0; !x->made && i < type->nr; i++)
		index_field(type, x, i);
	x->made = true;
	return x;
}

/* Hashes of paths may be equal; then the last key tells, and the parent. */
int ib_field_find(const struct ib_record_type *type, int parent, uint32_t hash, const char *key,
		  size_t length)
{
	const struct path_index *x = index_of(type);
	uint32_t at = ib_hash_path(hash, key, length);

	for (; x->field[at % SLOTS]; at++) {
		int field = x->field[at % SLOTS] - 1;

		if (x->parent[field] == parent && x->length[field] == length &&
		    !memcmp(x->key[field], key, length))
			return field;
	}
	return IB_UNKNOWN_FIELD;
}

int ib_field_parent(const struct ib_record_type *type, int field)
{
	return index_of(type)->parent[field];
}

int ib_field_index(const struct ib_record_type *type, const char *path)
{
	uint32_t hash = IB_HASH_START;
	int field = IB_NO_FIELD;

	while (*path) {
		size_t length = strcspn(path, "/");

		field = ib_field_find(type, field, hash, path, length);
		hash = ib_hash_path(hash, path, length);
		path += length + (path[length] == '/');
	}
	return field;
}
