/* SPDX-License-Identifier: GPL-2.0-only */
/* A question's figures side by side: a column for each CPU, none pooled. */
#ifndef INITBENCH_BESIDE_H
#define INITBENCH_BESIDE_H

#include "analysis/report/report.h"
#include "lib/base/grid.h"

#define IB_CPU_COLUMNS	6

/**
 * struct ib_cpu_columns - a table of lanes user and kmod on hardware
 * @grid: cells
 * @table: of each column
 * @head: of each column
 * @nr: columns
 * @more: CPUs that have no column; their folders have the figures
 */
struct ib_cpu_columns {
	struct ib_grid *grid;
	const struct ib_table *table[IB_CPU_COLUMNS];
	char *head[IB_CPU_COLUMNS];
	size_t nr;
	size_t more;
};

/**
 * ib_cpu_columns() - begin a table
 * @r: report
 * @head: of the first column
 */
struct ib_cpu_columns ib_cpu_columns(const struct ib_report *r, const char *head);

/**
 * ib_cpu_columns_row() - a line: the costs of one place on each CPU
 * @b: table
 * @where: place
 * @name: what it is, with its markup
 *
 * Return: false, and no line, if no CPU has it.
 */
bool ib_cpu_columns_row(struct ib_cpu_columns *b, struct ib_where where, const char *name);

/**
 * ib_cpu_columns_each() - a line of figures that are not a row's cost
 * @b: table
 * @r: report
 * @name: of the line, with its markup
 * @cell: a column's figure; NULL if it has none; freed here
 *
 * Return: false, and no line, if no CPU has it.
 */
bool ib_cpu_columns_each(struct ib_cpu_columns *b, const struct ib_report *r, const char *name,
			 char *(*cell)(const struct ib_report *r, const struct ib_table *t));

/**
 * ib_cpu_columns_print() - print and free the table
 * @b: table
 * @r: report
 */
void ib_cpu_columns_print(struct ib_cpu_columns *b, const struct ib_report *r);

/**
 * ib_cpu_columns_drop() - free the table
 * @b: table that is not printed
 */
void ib_cpu_columns_drop(struct ib_cpu_columns *b);

#endif
