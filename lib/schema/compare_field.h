/* SPDX-License-Identifier: GPL-2.0-only */
/* What a launch of a comparison says of itself: "compare" of its run record. */
#ifndef INITBENCH_COMPARE_FIELD_H
#define INITBENCH_COMPARE_FIELD_H

#include <json-c/json.h>

/**
 * ib_compare_field() - add a member to the object that analysis/compare.h describes
 * @object: where to; made if NULL
 * @pair: "KEY=VALUE"
 *
 * Return: 0, or -1 after a message.
 */
int ib_compare_field(struct json_object **object, const char *pair);

#endif
