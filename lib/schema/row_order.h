/* SPDX-License-Identifier: GPL-2.0-only */
/* In which order rows are shown. */
#ifndef INITBENCH_ROW_ORDER_H
#define INITBENCH_ROW_ORDER_H

#include "lib/schema/axes.h"
#include "lib/schema/results.h"

/**
 * ib_row_value() - a row's value of an axis
 * @row: row
 * @axis: any but IB_AXIS_PLACE, which is a part of the mask's name
 */
const char *ib_row_value(const struct ib_row_rec *row, enum ib_axis_id axis);

/**
 * ib_compare_groups() - order of two rows by all axes but the variant
 * @a: row
 * @b: row
 *
 * Return: as strcmp(); 0 if they belong to one group.
 */
int ib_compare_groups(const struct ib_row_rec *a, const struct ib_row_rec *b);

#endif
