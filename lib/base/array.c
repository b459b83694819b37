// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/array.h"
#include "lib/base/err.h"

void *ib_grow(void *array, size_t nr, size_t size)
{
	return nr & (nr - 1) ? array : ib_realloc(array, nr ? 2 * nr : 1, size);
}

void *ib_reserve(void *array, size_t *room, size_t nr, size_t size)
{
	if (nr < *room)
		return array;
	*room = *room ? 2 * *room : 16;
	return ib_realloc(array, *room, size);
}
