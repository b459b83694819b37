// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/array.h"
#include "lib/base/err.h"

void *ib_grow(void *array, size_t nr, size_t size)
{
	return nr & (nr - 1) ? array : ib_realloc(array, nr ? 2 * nr : 1, size);
}
