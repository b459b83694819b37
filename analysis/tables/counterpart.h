/* SPDX-License-Identifier: GPL-2.0-only */
/* The same row in another table. */
#ifndef INITBENCH_COUNTERPART_H
#define INITBENCH_COUNTERPART_H

#include "analysis/tables/rows.h"

/**
 * ib_newest_run() - a table's last run
 * @table: table
 */
const struct ib_run_rec *ib_newest_run(const struct ib_table *table);

/**
 * ib_is_quick() - whether a table's runs were of --quick
 * @table: table
 */
bool ib_is_quick(const struct ib_table *table);

/**
 * ib_same_field() - whether the newest runs of two tables record the same
 * @a: table
 * @b: table
 * @path: field of a run record, see ib_field()
 */
bool ib_same_field(const struct ib_table *a, const struct ib_table *b, const char *path);

/**
 * ib_same_cpu_type() - whether two tables are of one CPU type, and core type
 * @a: table
 * @b: table
 */
bool ib_same_cpu_type(const struct ib_table *a, const struct ib_table *b);

/**
 * ib_counterpart() - the line of the same axes and variant
 * @table: where it is looked for
 * @line: of another table
 *
 * Return: the line; NULL if there is none.
 */
struct ib_line *ib_counterpart(const struct ib_table *table, const struct ib_line *line);

/**
 * ib_is_good() - whether a line has a figure that may be believed
 * @line: line
 */
bool ib_is_good(const struct ib_line *line);

/**
 * ib_same_code() - whether two lines timed the same machine code
 * @a: table of @x
 * @x: line
 * @b: table of @y
 * @y: line
 *
 * Of records that do not say what the code was the sources and the compiler tell.
 */
bool ib_same_code(const struct ib_table *a, const struct ib_line *x, const struct ib_table *b,
		  const struct ib_line *y);

#endif
