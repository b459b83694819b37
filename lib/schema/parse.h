/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of a results file, checked against the table of fields (fields.h).
 *
 * Stricter than JSON, since nothing here needs what is left out: keys are identifiers, strings
 * are printable, objects have no key twice and are not deep, numbers are finite, nothing stands
 * behind the object. json-c keeps the last of two equal keys, and makes objects of all values:
 * a million blocks would take it 7 s.
 */
#ifndef INITBENCH_PARSE_H
#define INITBENCH_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/schema/fields.h"

/* Objects and arrays in each other, members of an object. */
#define IB_DEEPEST	6
#define IB_MEMBERS	256

struct ib_parser;
struct json_object;

/**
 * struct ib_starred - one of the values of a field whose path has a "*"
 * @field: number of the field
 * @key: last key of its path
 * @value: its numbers, if it is an array of whole numbers
 * @nr: how many
 */
struct ib_starred {
	int field;
	const char *key;
	const int64_t *value;
	size_t nr;
};

/**
 * struct ib_text - a string of a record
 * @key: that it is the value of, or that its array is
 * @text: it
 */
struct ib_text {
	const char *key;
	const char *text;
};

/**
 * ib_parser_new() - a parser of lines
 */
struct ib_parser *ib_parser_new(void);

/**
 * ib_parser_free() - free it
 * @p: or NULL
 */
void ib_parser_free(struct ib_parser *p);

/**
 * ib_parse() - check a line
 * @p: parser; what it told of the line before is forgotten
 * @line: ends in a NUL, at @length; without newline
 * @length: bytes
 *
 * Return: whether it is a record that keeps to the table; else ib_parse_why() tells.
 */
bool ib_parse(struct ib_parser *p, const char *line, size_t length);

/**
 * ib_parse_why() - what is wrong with the line
 * @p: parser
 *
 * Return: a clause that names the field, of printable ASCII only.
 */
const char *ib_parse_why(const struct ib_parser *p);

/**
 * ib_parse_is_json() - whether the line is an object at all, right or wrong
 * @p: parser
 */
bool ib_parse_is_json(const struct ib_parser *p);

/**
 * ib_parse_type_name() - the record's type
 * @p: parser
 *
 * Return: NULL if it has none; known also of a record that is wrong.
 */
const char *ib_parse_type_name(const struct ib_parser *p);

/**
 * ib_parse_type() - the record's type in the table
 * @p: parser
 *
 * Return: NULL if it is none of them.
 */
const struct ib_record_type *ib_parse_type(const struct ib_parser *p);

/**
 * ib_parse_unknown() - a field of the record that the table does not have
 * @p: parser
 *
 * Return: its path, NULL if there is none.
 */
const char *ib_parse_unknown(const struct ib_parser *p);

/**
 * ib_parse_has() - is a field there, and not null?
 * @p: parser
 * @field: number of a field in its type
 */
bool ib_parse_has(const struct ib_parser *p, int field);

/**
 * ib_parse_text() - a string
 * @p: parser
 * @field: number
 *
 * Return: NULL if it is not there; lives until the next line.
 */
const char *ib_parse_text(const struct ib_parser *p, int field);

/**
 * ib_parse_whole() - a whole number
 * @p: parser
 * @field: number
 * @otherwise: of one that is not there
 */
int64_t ib_parse_whole(const struct ib_parser *p, int field, int64_t otherwise);

/**
 * ib_parse_real() - a number
 * @p: parser
 * @field: number
 *
 * Return: NaN if it is not there.
 */
double ib_parse_real(const struct ib_parser *p, int field);

/**
 * ib_parse_truth() - true or false
 * @p: parser
 * @field: number
 *
 * Return: false if it is not there.
 */
bool ib_parse_truth(const struct ib_parser *p, int field);

/**
 * ib_parse_hex() - a hexadecimal number
 * @p: parser
 * @field: number
 *
 * Return: 0 if it is not there.
 */
uint64_t ib_parse_hex(const struct ib_parser *p, int field);

/**
 * ib_parse_wholes() - an array of whole numbers
 * @p: parser
 * @field: number
 * @nr: set to how many
 *
 * Return: NULL if it is not there; lives until the next line.
 */
const int64_t *ib_parse_wholes(const struct ib_parser *p, int field, size_t *nr);

/**
 * ib_parse_many() - values of the fields whose path has a "*"
 * @p: parser
 * @i: which, from 0
 * @many: set
 *
 * Return: false behind the last.
 */
bool ib_parse_many(const struct ib_parser *p, size_t i, struct ib_starred *many);

/**
 * ib_parse_each_text() - every string of the record, known or not
 * @p: parser
 * @i: which, from 0
 * @text: set
 *
 * Return: false behind the last.
 */
bool ib_parse_each_text(const struct ib_parser *p, size_t i, struct ib_text *text);

/**
 * ib_parse_json() - the record as an object of json-c
 * @p: parser
 *
 * Return: to be put by the caller.
 */
struct json_object *ib_parse_json(const struct ib_parser *p);

#endif
