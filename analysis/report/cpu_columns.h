/* SPDX-License-Identifier: GPL-2.0-only */
/* A question's figures side by side: a column for each CPU, none pooled. */
#ifndef INITBENCH_BESIDE_H
#define INITBENCH_BESIDE_H

#include "analysis/report/report.h"
#include "lib/base/grid.h"

#define IB_BESIDE	6

/**
 * struct ib_beside - a table of lanes user and kmod on hardware
 * @grid: cells
 * @table: of each column
 * @head: of each column
 * @nr: columns
 * @more: CPUs that have no column; their folders have the figures
 */
struct ib_beside {
	struct ib_grid *grid;
	const struct ib_table *table[IB_BESIDE];
	char *head[IB_BESIDE];
	size_t nr;
	size_t more;
};

/**
 * ib_beside() - begin a table
 * @r: report
 * @head: of the first column
 */
struct ib_beside ib_beside(const struct ib_report *r, const char *head);

/**
 * ib_beside_row() - a line: the costs of one place on each CPU
 * @b: table
 * @where: place
 * @name: what it is, with its markup
 *
 * Return: false, and no line, if no CPU has it.
 */
bool ib_beside_row(struct ib_beside *b, struct ib_where where, const char *name);

/**
 * ib_beside_each() - a line of figures that are not a row's cost
 * @b: table
 * @r: report
 * @name: of the line, with its markup
 * @cell: a column's figure; NULL if it has none; freed here
 *
 * Return: false, and no line, if no CPU has it.
 */
bool ib_beside_each(struct ib_beside *b, const struct ib_report *r, const char *name,
		    char *(*cell)(const struct ib_report *r, const struct ib_table *t));

/**
 * ib_beside_print() - print and free the table
 * @b: table
 * @r: report
 */
void ib_beside_print(struct ib_beside *b, const struct ib_report *r);

#endif
