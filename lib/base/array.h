/* SPDX-License-Identifier: GPL-2.0-only */
/* Arrays: their length, and growing ones. */
#ifndef INITBENCH_ARRAY_H
#define INITBENCH_ARRAY_H

#include <stddef.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * ib_grow() - room for one more element of a growing array
 * @array: as this function returned it for @nr - 1, or NULL
 * @nr: elements that are in it
 * @size: bytes of each
 *
 * The room doubles at powers of two, so that adding n elements is linear.
 *
 * Return: the array, which may have moved; exits if there is no memory.
 */
void *ib_grow(void *array, size_t nr, size_t size);

/**
 * ib_reserve() - the same for an array that is emptied and filled again and again
 * @array: as this function returned it, or NULL
 * @room: elements that there is room for; 0 at first, set
 * @nr: elements that are in it
 * @size: bytes of each
 *
 * Return: the array, which may have moved; exits if there is no memory.
 */
void *ib_reserve(void *array, size_t *room, size_t nr, size_t size);

#endif
