/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that json-c leaves to be written again and again. */
#ifndef INITBENCH_JSON_H
#define INITBENCH_JSON_H

#include <json-c/json.h>
#include <stdint.h>

/**
 * ib_json_string() - a string, or null
 * @s: string or NULL
 */
struct json_object *ib_json_string(const char *s);

/**
 * ib_json_hex() - a number as a JSON string "0x.."
 * @value: masks and seeds, which JSON's numbers cannot all hold
 */
struct json_object *ib_json_hex(uint64_t value);

/**
 * ib_json_ratio() - a number with five digits after the point
 * @x: of clock units and cycles: the chains do not resolve more
 */
struct json_object *ib_json_ratio(double x);

/**
 * ib_json_add_string() - add a string, or null, to an object
 * @o: object
 * @key: of the member
 * @s: string or NULL
 */
void ib_json_add_string(struct json_object *o, const char *key, const char *s);

/**
 * ib_json_add_count() - add a whole number to an object
 * @o: object
 * @key: of the member
 * @n: number
 */
void ib_json_add_count(struct json_object *o, const char *key, int64_t n);

#endif
