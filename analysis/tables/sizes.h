/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows of one component alone (masks c:NAME), and of images elsewhere in a page (mask@PLACE). */
#ifndef INITBENCH_SIZES_H
#define INITBENCH_SIZES_H

#include "analysis/tables/rows.h"

/**
 * ib_single() - the next row of one component alone, by bytes
 * @table: table
 * @variant: id
 * @after: the one before, or NULL for the first
 *
 * Return: a line (INIT, fpu none, warm, the image at a page's start) with a
 * figure, NULL at the end.
 */
const struct ib_line *ib_single(const struct ib_table *table, const char *variant,
				const struct ib_line *after);

/**
 * ib_mask_bytes() - bytes of the components of a line's mask
 * @line: line
 *
 * Return: as recorded; NaN if it was not.
 */
double ib_mask_bytes(const struct ib_line *line);

/**
 * ib_at_place() - a line with its image elsewhere
 * @table: table
 * @line: line whose image is at a page's start
 * @place: "+64", .., "cross"
 *
 * Return: the line, NULL if it has no figure.
 */
const struct ib_line *ib_at_place(const struct ib_table *table, const struct ib_line *line,
				  const char *place);

#endif
