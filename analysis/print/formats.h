/* SPDX-License-Identifier: GPL-2.0-only */
/* A study printed: one function a format. */
#ifndef INITBENCH_FORMATS_H
#define INITBENCH_FORMATS_H

#include <stdio.h>

#include "analysis/tables/rows.h"

/**
 * ib_format_text() - tables of at most 100 columns
 * @study: what to print
 * @warnings: of the files, printed with the study's
 * @nr_warnings: how many
 * @out: where to
 */
void ib_format_text(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		    FILE *out);

/**
 * ib_format_md() - the same tables in Markdown
 * @study: as in ib_format_text(), as are the following
 * @warnings: of the files
 * @nr_warnings: how many
 * @out: where to
 */
void ib_format_md(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		  FILE *out);

/**
 * ib_format_csv() - one line a row, with all axes; a head line first
 * @study: as in ib_format_text(), as are the following
 * @warnings: of the files: '#' lines at the end
 * @nr_warnings: how many
 * @out: where to
 */
void ib_format_csv(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		   FILE *out);

/**
 * ib_format_json() - everything, one object
 * @study: as in ib_format_text(), as are the following
 * @warnings: of the files
 * @nr_warnings: how many
 * @out: where to
 */
void ib_format_json(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		    FILE *out);

/**
 * ib_format_benchfmt() - the Go benchmark format, a line per layout
 * @study: as in ib_format_text(), as are the following
 * @warnings: of the files: lines that the format ignores
 * @nr_warnings: how many
 * @out: where to
 *
 * The format: golang.org/design/14313-benchmark-format. benchstat makes its
 * own interval of the layouts.
 */
void ib_format_benchfmt(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
			FILE *out);

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
