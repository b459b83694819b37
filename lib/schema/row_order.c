// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/schema/row_order.h"

/* Where struct ib_row_rec has each axis, in the order of the groups of a table. */
static const struct {
	enum ib_axis_id axis;
	size_t at;
} members[] = {
	{ IB_AXIS_EVENT, offsetof(struct ib_row_rec, event) },
	{ IB_AXIS_TEMP, offsetof(struct ib_row_rec, temp) },
	{ IB_AXIS_FPU, offsetof(struct ib_row_rec, fpu) },
	{ IB_AXIS_MASK, offsetof(struct ib_row_rec, mask) },
	{ IB_AXIS_CONTENT, offsetof(struct ib_row_rec, content) },
	{ IB_AXIS_USE, offsetof(struct ib_row_rec, use) },
};

static const char *value_at(const struct ib_row_rec *row, size_t at)
{
	return *(const char *const *)((const char *)row + at);
}

const char *ib_row_value(const struct ib_row_rec *row, enum ib_axis_id axis)
{
	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		if (members[i].axis == axis)
			return value_at(row, members[i].at);
	return NULL;
}

/* Values in the order of the axis; then others, such as those of a newer suite, by name. */
static int compare_values(enum ib_axis_id axis, const char *a, const char *b)
{
	size_t pa = ib_axis_find(axis, a), pb = ib_axis_find(axis, b);

	if (pa != pb)
		return pa < pb ? -1 : 1;
	return strverscmp(a, b);
}

int ib_compare_groups(const struct ib_row_rec *a, const struct ib_row_rec *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		int order = compare_values(members[i].axis, value_at(a, members[i].at),
					   value_at(b, members[i].at));

		if (order)
			return order;
	}
	return 0;
}
