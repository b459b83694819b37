/* SPDX-License-Identifier: GPL-2.0-only */
/* Records made from the table of fields: right ones, and each with one wrong value. */
#ifndef INITBENCH_TEST_ATTACKS_H
#define INITBENCH_TEST_ATTACKS_H

#include <stddef.h>

#include "lib/schema/fields.h"

/**
 * ib_right_record() - a record that has every field of its type
 * @type: type
 * @field: its value is not one of the table but @value; NO_FIELD for none
 * @value: JSON, or no JSON at all; NULL to leave the field out
 *
 * Return: a line without newline; the caller frees it.
 */
char *ib_right_record(const struct ib_record_type *type, size_t field, const char *value);

#define NO_FIELD	((size_t)-1)

/**
 * ib_wrong_value() - a value that a field must not have
 * @rule: field
 * @i: which, from 0
 *
 * Return: JSON, or what is none; NULL behind the last. The caller frees it.
 */
char *ib_wrong_value(const struct ib_field_rule *rule, size_t i);

#endif
