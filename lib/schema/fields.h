/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every record type of a results file and every field of it: what it may hold.
 * The one table that readers, writer, lint, tests and fuzzers go by.
 */
#ifndef INITBENCH_FIELDS_H
#define INITBENCH_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of an identifier, where the field does not say otherwise. */
#define IB_ID_LONGEST	64
/* What an index by path has room for; a table with more does not compile. */
#define IB_MOST_FIELDS		128
#define IB_MOST_RECORD_TYPES	16

/**
 * enum ib_field_type - what a field's value is
 * @IB_FIELD_INT: whole number in [min, max]
 * @IB_FIELD_REAL: finite number in [min, max]; or a string that "known" accepts, if there is one
 * @IB_FIELD_BOOL: true or false
 * @IB_FIELD_ID: identifier: [A-Za-z0-9][A-Za-z0-9._:+@-]*, and the characters in "also"
 * @IB_FIELD_HEX: "0x" and 1 to 16 lower-case hexadecimal digits
 * @IB_FIELD_TEXT: printable UTF-8
 * @IB_FIELD_OBJECT: members are fields of their own
 * @IB_FIELD_INTS: array of whole numbers in [min, max], "longest" at most
 * @IB_FIELD_IDS: array of identifiers, "longest" at most
 */
enum ib_field_type {
	IB_FIELD_INT,
	IB_FIELD_REAL,
	IB_FIELD_BOOL,
	IB_FIELD_ID,
	IB_FIELD_HEX,
	IB_FIELD_TEXT,
	IB_FIELD_OBJECT,
	IB_FIELD_INTS,
	IB_FIELD_IDS,
	IB_FIELD_TYPES,
};

/**
 * struct ib_field_rule - a field
 * @path: keys joined by '/'; "*" stands for any identifier
 * @type: of its value
 * @required: must be there (if what it is a member of is), and not be null, as others may:
 *            what cannot be known is null
 * @min: smallest number
 * @max: largest number; 2^53 at most, so that a double holds it
 * @longest: bytes of a text or identifier, elements of an array
 * @known: is this identifier one of a closed set? NULL if any will do
 * @also: characters that an identifier may have besides, but not first; or NULL
 */
struct ib_field_rule {
	const char *path;
	enum ib_field_type type;
	bool required;
	double min;
	double max;
	size_t longest;
	bool (*known)(const char *id);
	const char *also;
};

/**
 * struct ib_record_type - a type of record
 * @name: its "type"
 * @fields: array
 * @nr: how many
 * @of_run: belongs to the run record before it
 */
struct ib_record_type {
	const char *name;
	const struct ib_field_rule *fields;
	size_t nr;
	bool of_run;
};

/* Fields of rows, blocks and end records that the reader takes from a record by number. */
enum ib_row_field {
	IB_ROW_ROW,
	IB_ROW_LANE,
	IB_ROW_VARIANT,
	IB_ROW_EVENT,
	IB_ROW_FPU,
	IB_ROW_MASK,
	IB_ROW_CONTENT,
	IB_ROW_USE,
	IB_ROW_TEMP,
	IB_ROW_CODE,
	IB_ROW_PROXY,
	IB_ROW_SYNTHETIC,
	IB_ROW_MASK_BYTES,
	IB_ROW_KEPT,
	IB_ROW_INSNS,
	IB_ROW_INSNS_WHY,
	IB_ROW_BYTES,
	IB_ROW_VERDICT,
	IB_ROW_ORACLE_MASK,
	IB_ROW_CLEARED,
	IB_ROW_NOTE,
	IB_ROW_SKIP,
	IB_ROW_RUN,
};

enum ib_block_field {
	IB_BLOCK_ROW,
	IB_BLOCK_RUN,
	IB_BLOCK_LAYOUT,
	IB_BLOCK_SEED,
	IB_BLOCK_LAUNCH,
	IB_BLOCK_ATTEMPT,
	IB_BLOCK_PROCESS,
	IB_BLOCK_N,
	IB_BLOCK_SHOTS,
	IB_BLOCK_TICKS,
	IB_BLOCK_EMPTY,
	IB_BLOCK_DRAINED,
	IB_BLOCK_DRAINED_EMPTY,
	IB_BLOCK_ADD,
	IB_BLOCK_IMUL,
	IB_BLOCK_PMU_N,
	IB_BLOCK_MULTIPLEXED,
	IB_BLOCK_COUNTS,
	IB_BLOCK_DROPPED,
};

enum ib_end_field { IB_END_RUN, IB_END_STATUS, IB_END_BLOCKS };

/**
 * ib_record_types() - all types
 * @nr: set to how many
 */
const struct ib_record_type *ib_record_types(size_t *nr);

/**
 * ib_record_type() - a type
 * @name: its "type"
 * @length: bytes of @name
 *
 * Return: NULL if there is none of that name.
 */
const struct ib_record_type *ib_record_type(const char *name, size_t length);

/**
 * ib_field_index() - a field of a type
 * @type: type
 * @path: keys joined by '/', as in a record: no "*"
 *
 * Return: where it is in @type's fields; negative if it is none of them.
 */
int ib_field_index(const struct ib_record_type *type, const char *path);

/**
 * ib_is_id() - is this an identifier?
 * @text: NUL-terminated
 * @also: characters that it may have besides, but not first; or NULL
 */
bool ib_is_id(const char *text, const char *also);

#endif
