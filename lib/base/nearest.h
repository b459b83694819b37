/* SPDX-License-Identifier: GPL-2.0-only */
/* What the user may have meant. */
#ifndef INITBENCH_NEAREST_H
#define INITBENCH_NEAREST_H

#include <stddef.h>

/**
 * ib_nearest() - the name closest to a word
 * @word: as typed
 * @names: valid names, none NULL
 * @n: how many
 *
 * Closest by edit distance: letters inserted, deleted, replaced, or swapped
 * with their neighbour (optimal string alignment), case ignored. Of equals the
 * first wins.
 *
 * Return: one of @names, NULL if there are none.
 */
const char *ib_nearest(const char *word, const char *const *names, size_t n);

#endif
