/* SPDX-License-Identifier: GPL-2.0-only */
/* In which order rows are shown. */
#ifndef INITBENCH_ROW_ORDER_H
#define INITBENCH_ROW_ORDER_H

#include "lib/schema/results.h"

/**
 * ib_compare_groups() - order of two rows by all axes but the variant
 * @a: row
 * @b: row
 *
 * Return: as strcmp(); 0 if they belong to one group.
 */
int ib_compare_groups(const struct ib_row_rec *a, const struct ib_row_rec *b);

/**
 * ib_compare_values() - order of two values of an axis
 * @a: value
 * @b: value
 *
 * Known ones in the order of the axes, numbers in them by size, others by name.
 *
 * Return: as strcmp().
 */
int ib_compare_values(const char *a, const char *b);

#endif
