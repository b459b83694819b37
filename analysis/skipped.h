/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows that were not measured, told once a table instead of filling it with dashes. */
#ifndef INITBENCH_SKIPPED_H
#define INITBENCH_SKIPPED_H

#include <stdio.h>

#include "analysis/rows.h"

/**
 * ib_print_skipped() - "not measured here: N rows: <reason>" for each reason
 * @table: table
 * @prefix: of each line: "- ", or ""
 * @width: columns; SIZE_MAX for a line a reason
 * @out: where to
 *
 * Reasons that differ only in their last word, which may name several things
 * joined by '+', are one, with all the things named. An empty line comes before the first.
 *
 * Return: how many reasons there are.
 */
size_t ib_print_skipped(const struct ib_table *table, const char *prefix, size_t width,
			FILE *out);

#endif
