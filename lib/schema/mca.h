/* SPDX-License-Identifier: GPL-2.0-only */
/* What llvm-mca predicts: results/<cpu>/mca.jsonl, written by scripts/mca. */
#ifndef INITBENCH_MCA_H
#define INITBENCH_MCA_H

#include <stdbool.h>
#include <stddef.h>

struct ib_string_map;
struct ib_parser;
struct ib_results;
struct json_object;

#define IB_MCA_FILE	"mca.jsonl"

/**
 * struct ib_mca - a file of predictions
 * @file: where it was read
 * @about: its first record
 * @row: "mca-row" records, the cheapest first
 * @nr_rows: how many
 * @model: "mca-model" records, AMD's first, older ones first
 * @nr_models: how many
 * @cell: "mca" records
 * @nr_cells: how many
 * @cell_index: where in @cell the one of a model and a row is
 */
struct ib_mca {
	char *file;
	struct json_object *about;
	struct json_object **row;
	size_t nr_rows;
	struct json_object **model;
	size_t nr_models;
	struct json_object **cell;
	size_t nr_cells;
	struct ib_string_map *cell_index;
};

/**
 * struct ib_prediction - of a row on a model, less the empty call's
 * @bound: cycles that the busiest resource takes: nothing can be faster
 * @pass: cycles of one pass from an empty pipeline, as its latencies have it
 * @uops: of the row
 */
struct ib_prediction {
	double bound;
	double pass;
	double uops;
};

/**
 * ib_mca_add() - a record of a file that is being read
 * @mca: the file's, NULL before the first
 * @p: record of a type "mca.." that keeps to the table of fields
 * @path: of the file
 *
 * Return: @mca, or a new one.
 */
struct ib_mca *ib_mca_add(struct ib_mca *mca, const struct ib_parser *p, const char *path);

/**
 * ib_mca_finish() - at the end of the file
 * @mca: the file's, or NULL
 *
 * Return: NULL if the file holds no predictions that can be shown; @mca is freed then.
 */
struct ib_mca *ib_mca_finish(struct ib_mca *mca);

/**
 * ib_mca_read() - read a file
 * @path: its name
 * @account: what is left out or cannot be read is counted there, after a warning
 *
 * Return: NULL if there is none, or it holds no predictions.
 */
struct ib_mca *ib_mca_read(const char *path, struct ib_results *account);

/**
 * ib_mca_free() - free a file
 * @mca: may be NULL
 */
void ib_mca_free(struct ib_mca *mca);

/**
 * ib_mca_name() - a model's name for a reader
 * @model: "mca-model" record
 *
 * Return: such as "Zen 4"; LLVM's own word for one that is not known here.
 */
const char *ib_mca_name(struct json_object *model);

/**
 * ib_mca_predict() - a row on a model
 * @mca: file
 * @model: "mca-model" record
 * @row: "mca-row" record
 * @p: set
 *
 * Return: false if it is not there.
 */
bool ib_mca_predict(const struct ib_mca *mca, struct json_object *model, struct json_object *row,
		    struct ib_prediction *p);

/**
 * ib_mca_row() - a row
 * @mca: file
 * @variant: id; "empty" is the empty call
 * @fpu: axis
 * @mask: axis
 *
 * Return: NULL if it is not there.
 */
struct json_object *ib_mca_row(const struct ib_mca *mca, const char *variant, const char *fpu,
			       const char *mask);

/**
 * ib_mca_host() - the model of the CPU that the file was made on
 * @mca: file
 *
 * Return: "mca-model" record; NULL if LLVM does not know that CPU.
 */
struct json_object *ib_mca_host(const struct ib_mca *mca);

/**
 * ib_mca_number() - a number of a record
 * @o: record
 * @key: which
 *
 * Return: NaN if it has none.
 */
double ib_mca_number(struct json_object *o, const char *key);

#endif
