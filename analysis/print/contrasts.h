/* SPDX-License-Identifier: GPL-2.0-only */
/* What follows from comparing the rows of a table, printed below it. */
#ifndef INITBENCH_CONTRASTS_H
#define INITBENCH_CONTRASTS_H

#include <stdio.h>

#include "analysis/tables/rows.h"
#include "lib/stats/judge.h"

/**
 * ib_print_contrasts() - each ranked variant against one of them, and the A/A verdict
 * @table: its table
 * @group: group
 * @out: where to
 * @markdown: else text
 */
void ib_print_contrasts(const struct ib_table *table, const struct ib_group *group, FILE *out,
			bool markdown);

/**
 * ib_contrast_word() - "cheaper", "dearer", "same", "tiny", "unres" or "tail"
 * @verdict: which
 */
const char *ib_contrast_word(enum ib_verdict verdict);

#endif
