// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/json.h"
#include "lib/schema/json_axes.h"

void ib_json_add_axes(struct json_object *o, const struct ib_row_rec *row)
{
	ib_json_add_string(o, "variant", row->variant);
	ib_json_add_string(o, "event", row->event);
	ib_json_add_string(o, "fpu", row->fpu);
	ib_json_add_string(o, "mask", row->mask);
	ib_json_add_string(o, "content", row->content);
	ib_json_add_string(o, "temp", row->temp);
}
