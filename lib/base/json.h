/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that json-c leaves to be written again and again. */
#ifndef INITBENCH_JSON_H
#define INITBENCH_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

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

/*
 * Each adds a member of one type to an object, which then owns it. A record is
 * written by these alone.
 */

/**
 * ib_json_add() - add an array, an object, a number made elsewhere, or null
 * @o: object
 * @key: of the member
 * @value: it, NULL for null; owned by @o afterwards
 */
void ib_json_add(struct json_object *o, const char *key, struct json_object *value);

/**
 * ib_json_add_string() - add a string, or null
 * @o: object
 * @key: of the member
 * @s: string or NULL
 */
void ib_json_add_string(struct json_object *o, const char *key, const char *s);

/**
 * ib_json_add_count() - add a whole number
 * @o: object
 * @key: of the member
 * @n: number
 */
void ib_json_add_count(struct json_object *o, const char *key, int64_t n);

/**
 * ib_json_add_bool() - add true or false
 * @o: object
 * @key: of the member
 * @is: which
 */
void ib_json_add_bool(struct json_object *o, const char *key, bool is);

/**
 * ib_json_add_hex() - add a mask or a seed, see ib_json_hex()
 * @o: object
 * @key: of the member
 * @value: it
 */
void ib_json_add_hex(struct json_object *o, const char *key, uint64_t value);

/**
 * ib_json_add_ratio() - add a number, see ib_json_ratio()
 * @o: object
 * @key: of the member
 * @x: it
 */
void ib_json_add_ratio(struct json_object *o, const char *key, double x);

/**
 * ib_json_encoded() - an object as JSON that every reader takes
 * @o: what is no finite number in it becomes null
 * @flags: of json_object_to_json_string_ext()
 *
 * Characters that are not seen are written as \uXXXX, bytes that are no UTF-8
 * as the replacement character, so that nothing of it does anything to a terminal.
 *
 * Return: freed by the caller.
 */
char *ib_json_encoded(struct json_object *o, int flags);

/**
 * ib_json_print() - the same, and a newline
 * @o: as in ib_json_encoded()
 * @flags: as in ib_json_encoded()
 * @out: where to
 */
void ib_json_print(struct json_object *o, int flags, FILE *out);

#endif
