/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and a number of each, found in constant time. */
#ifndef INITBENCH_INDEX_H
#define INITBENCH_INDEX_H

struct ib_string_map;

/**
 * ib_string_map_new() - an empty index
 */
struct ib_string_map *ib_string_map_new(void);

/**
 * ib_string_map_free() - free an index
 * @index: or NULL
 */
void ib_string_map_free(struct ib_string_map *index);

/**
 * ib_string_map_find() - the number of a string
 * @index: where
 * @key: string
 *
 * Return: the number, -1 if the string is not there.
 */
long ib_string_map_find(const struct ib_string_map *index, const char *key);

/**
 * ib_string_map_set() - give a string a number
 * @index: where
 * @key: string; copied
 * @number: 0 or more; instead of the one it had
 */
void ib_string_map_set(struct ib_string_map *index, const char *key, long number);

/**
 * ib_string_map_keep() - one copy of equal strings
 * @index: where; its numbers mean nothing then
 * @key: string
 *
 * Return: the copy, which lives as long as @index.
 */
const char *ib_string_map_keep(struct ib_string_map *index, const char *key);

#endif
