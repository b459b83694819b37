/* SPDX-License-Identifier: GPL-2.0-only */
/* A table's layout, apart from what stands in it: aligned text or Markdown. */
#ifndef INITBENCH_GRID_H
#define INITBENCH_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lib/base/encode.h"

struct ib_grid;

/**
 * ib_grid_new() - an empty grid
 * @sink: what it is printed for: IB_SINK_MD, else aligned text
 */
struct ib_grid *ib_grid_new(enum ib_sink sink);

/**
 * ib_grid_column() - add a column; all before the first cell
 * @grid: grid
 * @head: what it holds; any text
 * @unit: in which unit; may be ""; any text
 * @left: aligned to the left
 */
void ib_grid_column(struct ib_grid *grid, const char *head, const char *unit, bool left);

/**
 * ib_grid_markup() - add a column whose head is markup of our own, such as `code`
 * @grid: grid, in Markdown
 * @head: as in ib_grid_column(), but printed as it is
 * @unit: as in ib_grid_column()
 * @left: as in ib_grid_column()
 */
void ib_grid_markup(struct ib_grid *grid, const char *head, const char *unit, bool left);

/**
 * ib_grid_cell() - the next cell, row by row
 * @grid: grid
 * @fmt: as in ib_print(): strings are encoded for the grid's sink
 */
void ib_grid_cell(struct ib_grid *grid, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * ib_grid_number() - the next cell: a number, or "-" if it is NaN
 * @grid: grid
 * @x: number
 * @decimals: digits after the point
 */
void ib_grid_number(struct ib_grid *grid, double x, int decimals);

/**
 * ib_grid_free() - free a grid that is not to be printed
 * @grid: grid
 */
void ib_grid_free(struct ib_grid *grid);

/**
 * ib_grid_print() - print and free a grid
 * @grid: grid
 * @out: where to
 */
void ib_grid_print(struct ib_grid *grid, FILE *out);

#endif
