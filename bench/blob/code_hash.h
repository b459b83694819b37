/* SPDX-License-Identifier: GPL-2.0-only */
/* Which machine code a figure is of. */
#ifndef INITBENCH_CODE_HASH_H
#define INITBENCH_CODE_HASH_H

#include "bench/blob/layout.h"

/**
 * ib_code_hash() - a number for a function's machine code and all that it calls
 * @layout: where the function lies
 * @function: its address
 * @memset_symbol: the function of the blob that "memset" is bound to
 *
 * Of the object, not of a layout: the same in all layouts and launches, and in every
 * build that makes the same instructions. The harness is not followed.
 *
 * Return: the number, never 0; 0 if no function begins there.
 */
uint32_t ib_code_hash(const struct ib_layout *layout, const void *function,
		      const char *memset_symbol);

#endif
