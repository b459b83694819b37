/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef INITBENCH_JSON_AXES_H
#define INITBENCH_JSON_AXES_H

#include "lib/schema/results.h"

/**
 * ib_json_add_axes() - add to an object where a row stands on every axis but the lane
 * @o: object
 * @row: row
 */
void ib_json_add_axes(struct json_object *o, const struct ib_row_rec *row);

#endif
