/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows that were not measured, told once a table instead of filling it with dashes. */
#ifndef INITBENCH_SKIPPED_H
#define INITBENCH_SKIPPED_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/tables/rows.h"

/**
 * ib_skipped() - "N rows: <reason>" for each reason, in the order met
 * @why: the reason of each row
 * @n: how many rows
 * @nr: set to how many texts
 *
 * Reasons that differ only in their last word, which may name several things
 * joined by '+', are one, with all the things named.
 *
 * Return: texts, to be freed, and the array of them.
 */
char **ib_skipped(const char *const *why, size_t n, size_t *nr);

/**
 * ib_print_skipped() - "not measured here: N rows: <reason>" for each reason
 * @table: table
 * @markdown: an item of a list, else text
 * @width: columns; SIZE_MAX for a line a reason
 * @out: where to
 *
 * See ib_skipped(). An empty line comes before the first.
 *
 * Return: how many reasons there are.
 */
size_t ib_print_skipped(const struct ib_table *table, bool markdown, size_t width,
			FILE *out);

#endif
