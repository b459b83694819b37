/* SPDX-License-Identifier: GPL-2.0-only */
/* A study printed: one function a format. */
#ifndef INITBENCH_FORMATS_H
#define INITBENCH_FORMATS_H

#include <stdio.h>

#include "analysis/tables/rows.h"

/*
 * A line a format, printed by ib_format_NAME(): tables of at most 100 columns; the
 * same in Markdown; a line a row with all axes, warnings in '#' lines at the end; one
 * object with everything; the Go benchmark format, a line a layout, of which benchstat
 * makes its own interval (golang.org/design/14313-benchmark-format).
 */
#define IB_FORMAT_LIST(FORMAT)	\
	FORMAT(text)		\
	FORMAT(md)		\
	FORMAT(csv)		\
	FORMAT(json)		\
	FORMAT(benchfmt)

/**
 * ib_print_fn - print a study
 * @study: what to print
 * @warnings: of the files, printed with the study's
 * @nr_warnings: how many
 * @out: where to
 */
typedef void ib_print_fn(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
			 FILE *out);

#define IB_DECLARE_FORMAT(name)	ib_print_fn ib_format_##name;
IB_FORMAT_LIST(IB_DECLARE_FORMAT)

/**
 * ib_print_group() - one group as a table, with its notes
 * @table: its table
 * @group: group
 * @out: where to
 * @markdown: else text
 */
void ib_print_group(const struct ib_table *table, const struct ib_group *group, FILE *out,
		    bool markdown);

/**
 * ib_print_facts() - what a table's rows have in common
 * @table: table
 * @out: where to
 * @markdown: else text
 */
void ib_print_facts(const struct ib_table *table, FILE *out, bool markdown);

#endif
