/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of one JSON object a line. */
#ifndef INITBENCH_JSON_LINES_H
#define INITBENCH_JSON_LINES_H

#include <stddef.h>

#include <json-c/json.h>

#include "lib/schema/results.h"

/**
 * ib_json_lines() - read a file of JSON lines of one kind
 * @path: file; if it is not there, nothing happens
 * @account: what is left out or cannot be read is counted there
 * @type: "type" that its objects must have; others, and those that do not keep to the
 *        table of fields, are warned of and left out
 * @each: called for every object, which ends with the call
 * @data: for @each
 *
 * Return: how many objects there were.
 */
size_t ib_json_lines(const char *path, struct ib_results *account, const char *type,
		     void (*each)(struct json_object *o, void *data), void *data);

/**
 * ib_json_results() - read a file that hyperfine has exported
 * @path: file; if it is not there, nothing happens
 * @account: what is left out or cannot be read is counted there, after a warning
 *
 * Return: an array of those of its results that keep to the table of fields, to be put by
 * the caller; NULL if there is none.
 */
struct json_object *ib_json_results(const char *path, struct ib_results *account);

/**
 * ib_json_text() - a string
 * @o: object
 * @key: of the string
 *
 * Return: the string, or "-"; lives as long as @o.
 */
const char *ib_json_text(struct json_object *o, const char *key);

/**
 * ib_json_number() - a number
 * @o: object
 * @key: of the number
 *
 * Return: the number, NaN if there is none.
 */
double ib_json_number(struct json_object *o, const char *key);

#endif
