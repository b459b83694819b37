/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and a number of each, found in constant time. */
#ifndef INITBENCH_INDEX_H
#define INITBENCH_INDEX_H

struct ib_index;

/**
 * ib_index_new() - an empty index
 */
struct ib_index *ib_index_new(void);

/**
 * ib_index_free() - free an index
 * @index: or NULL
 */
void ib_index_free(struct ib_index *index);

/**
 * ib_index_find() - the number of a string
 * @index: where
 * @key: string
 *
 * Return: the number, -1 if the string is not there.
 */
long ib_index_find(const struct ib_index *index, const char *key);

/**
 * ib_index_set() - give a string a number
 * @index: where
 * @key: string; copied
 * @number: 0 or more; instead of the one it had
 */
void ib_index_set(struct ib_index *index, const char *key, long number);

/**
 * ib_index_keep() - one copy of equal strings
 * @index: where; its numbers mean nothing then
 * @key: string
 *
 * Return: the copy, which lives as long as @index.
 */
const char *ib_index_keep(struct ib_index *index, const char *key);

#endif
