/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the parser share: parse.c (objects, arrays and the table of fields),
 * parse_token.c (strings and numbers) and parsed.c (what was found). Others include parse.h.
 */
#ifndef INITBENCH_PARSER_H
#define INITBENCH_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/schema/field_index.h"
#include "lib/schema/parse.h"

#define IB_LONGEST_PATH	128
#define IB_LONGEST_KEY	64

/* struct ib_parser_value - of a field: @at is where its string or array is in the parser's */
struct ib_parser_value {
	bool seen;
	bool is_null;
	bool truth;
	int64_t whole;
	double real;
	size_t at;
	size_t nr;
};

struct ib_parser_many {
	int field;
	size_t key;
	size_t at;
	size_t nr;
};

struct ib_parser_string {
	size_t key;
	size_t text;
};

/* struct ib_key - of an object that is open: for keys that are there twice */
struct ib_key {
	uint32_t hash;
	const char *at;
	size_t length;
};

/*
 * struct ib_parser - a line, and what was found in it
 * @c: the next character
 * @end: behind the last, where a NUL is
 * @path: of the value at hand, as it is in the record
 * @depth: objects and arrays that are open
 * @text: all strings and keys, each with a NUL
 * @number: all whole numbers of arrays
 */
struct ib_parser {
	const char *line;
	const char *c;
	const char *end;
	const struct ib_record_type *type;
	char type_name[IB_LONGEST_KEY + 1];
	bool is_json;
	char why[IB_LONGEST_PATH + 160];
	char unknown[IB_LONGEST_PATH + 1];
	char path[IB_LONGEST_PATH + 1];
	int path_length;
	int depth;
	struct ib_parser_value value[IB_MOST_FIELDS];
	struct ib_parser_many *many;
	size_t nr_many;
	size_t many_room;
	struct ib_parser_string *string;
	size_t nr_strings;
	size_t string_room;
	char *text;
	size_t nr_text;
	size_t room;
	int64_t *number;
	size_t nr_numbers;
	size_t number_room;
	struct ib_key *key;
	size_t nr_keys;
	size_t key_room;
};

/* struct ib_member - where a value stands: its field, the hash of its path in the table, its key */
struct ib_member {
	int field;
	uint32_t hash;
	size_t key;
};

/* struct ib_number - @is_whole: no fraction, no exponent, and an int64_t holds it */
struct ib_number {
	bool is_whole;
	int64_t whole;
	double real;
};

/* isdigit(3) asks for the locale each time. */
static inline bool ib_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ib_is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/**
 * ib_parse_fail() - keep the first thing that is wrong with the line
 * @p: parser
 * @fmt: a clause
 *
 * Return: false.
 */
bool ib_parse_fail(struct ib_parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * ib_no_json() - the line is no JSON; told by place
 * @p: parser, at the place
 * @what: a clause
 *
 * Return: false.
 */
bool ib_no_json(struct ib_parser *p, const char *what);

/**
 * ib_wrong() - the value at hand is none of its field; told by path
 * @p: parser
 * @what: a clause
 *
 * Return: false.
 */
bool ib_wrong(struct ib_parser *p, const char *what);

/**
 * ib_keep_bytes() - add bytes to the parser's text
 * @p: parser
 * @s: bytes
 * @length: how many
 */
void ib_keep_bytes(struct ib_parser *p, const char *s, size_t length);

/**
 * ib_read_string() - read a string
 * @p: parser, at a quote
 * @at: set to where the string is in the parser's text
 *
 * Return: false after ib_no_json() or ib_wrong().
 */
bool ib_read_string(struct ib_parser *p, size_t *at);

/**
 * ib_read_number() - read a number
 * @p: parser, at a digit or a minus
 * @n: set
 *
 * Return: false after ib_no_json() or ib_wrong().
 */
bool ib_read_number(struct ib_parser *p, struct ib_number *n);

#endif
