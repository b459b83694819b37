/* SPDX-License-Identifier: GPL-2.0-only */
/* Two lines compared: the one judge of tables, plots and the report. */
#ifndef INITBENCH_CONTRAST_H
#define INITBENCH_CONTRAST_H

#include "analysis/tables/rows.h"
#include "lib/stats/judge.h"

/**
 * struct ib_contrast - line @b against line @a
 * @judgement: of b - a: %IB_FASTER says that b is cheaper. The level is joint over the
 *             contrasts of a printed table, see struct ib_line
 * @paired: by the layouts that both were measured in; else the lines share none and the
 *          interval is that of two independent estimates
 * @exact: both are counts that cannot vary: the difference is a fact
 * @nr_shown: of @judgement.n layouts, those whose own b - a is on the estimate's side of 0:
 *            what a single build would show. Not a statement on the mean
 * @shown_lo: lower limit of that share, 95 %, Clopper-Pearson
 * @shown_hi: upper limit
 */
struct ib_contrast {
	struct ib_judgement judgement;
	bool paired;
	bool exact;
	size_t nr_shown;
	double shown_lo;
	double shown_hi;
};

/**
 * ib_contrast() - compare two lines
 * @a: a line
 * @b: another, of the same unit
 *
 * By the rules of `compare`: signed ranks and Walsh averages of the differences in the
 * layouts that both lines have, guarded by the signs, nothing called different inside the
 * ruler's own error. Where a table's layouts are of several groups (boots, machines) whose
 * medians are on different sides of 0, nothing is called different either.
 *
 * Of lines that share no layout (two machines) the interval of the difference of midmeans is
 * made from both intervals: G. Y. Zou and A. Donner, "Construction of confidence limits
 * about effect measures", Statistics in Medicine 27, 2008.
 *
 * Return: the contrast; its verdict is %IB_UNRES where either has no figure.
 */
struct ib_contrast ib_contrast(const struct ib_line *a, const struct ib_line *b);

/**
 * ib_distinct() - whether the means of two lines differ
 * @a: a line
 * @b: another
 */
bool ib_distinct(const struct ib_line *a, const struct ib_line *b);

/**
 * ib_cheaper() - whether the mean of a line is less than that of another
 * @a: a line
 * @b: another
 */
bool ib_cheaper(const struct ib_line *a, const struct ib_line *b);

#endif
