/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fields of a record type by their paths: a hash table a type, made when it is first asked.
 */
#ifndef INITBENCH_FIELD_INDEX_H
#define INITBENCH_FIELD_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "lib/schema/fields.h"

/* Of the record itself, and of what the table does not have. */
#define IB_NO_FIELD		(-1)
#define IB_UNKNOWN_FIELD	(-2)

/* FNV-1a */
#define IB_HASH_START	0x811c9dc5u
#define IB_HASH_PRIME	0x01000193u

/**
 * ib_hash_on() - FNV-1a of more bytes
 * @hash: of those before, IB_HASH_START if there are none
 * @s: bytes
 * @length: how many
 */
static inline uint32_t ib_hash_on(uint32_t hash, const char *s, size_t length)
{
	while (length--)
		hash = (hash ^ (unsigned char)*s++) * IB_HASH_PRIME;
	return hash;
}

/**
 * ib_hash_path() - the hash of a path that is one key longer
 * @parent: hash of the path so far, IB_HASH_START of the record itself
 * @key: its next key, @length bytes
 * @length: bytes
 */
static inline uint32_t ib_hash_path(uint32_t parent, const char *key, size_t length)
{
	return ib_hash_on(ib_hash_on(parent, "/", 1), key, length);
}

/**
 * ib_field_find() - a member's number
 * @type: of the record
 * @parent: number of the field it is a member of, IB_NO_FIELD of the record itself
 * @hash: ib_hash_path() of @parent
 * @key: its key, @length bytes
 * @length: bytes
 *
 * Return: IB_UNKNOWN_FIELD if the table does not have it.
 */
int ib_field_find(const struct ib_record_type *type, int parent, uint32_t hash, const char *key,
		  size_t length);

/**
 * ib_field_parent() - the field that a field is a member of
 * @type: of the record
 * @field: number of a field
 *
 * Return: IB_NO_FIELD of a member of the record itself.
 */
int ib_field_parent(const struct ib_record_type *type, int field);

#endif
