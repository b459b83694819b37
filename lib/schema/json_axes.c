// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/json.h"
#include "lib/schema/json_axes.h"
#include "lib/schema/row_order.h"

void ib_json_add_axes(struct json_object *o, const struct ib_row_rec *row)
{
	ib_json_add_string(o, "variant", row->variant);
	for (int axis = 0; axis < IB_AXES; axis++)
		if (ib_row_value(row, axis))
			ib_json_add_string(o, ib_axis(axis)->name, ib_row_value(row, axis));
}
