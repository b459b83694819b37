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
 * @fmt: what it is, as printf(3)
 *
 * Return: false, and no line, if no CPU has it.
 */
bool ib_beside_row(struct ib_beside *b, struct ib_where where, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * ib_beside_print() - print and free the table
 * @b: table
 * @r: report; sources of the columns are printed below it
 */
void ib_beside_print(struct ib_beside *b, const struct ib_report *r);

#endif
