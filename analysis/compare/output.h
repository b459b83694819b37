/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison and its A/A arm, for people and for programs. */
#ifndef INITBENCH_COMPARE_OUT_H
#define INITBENCH_COMPARE_OUT_H

#include <stdio.h>

#include "analysis/compare/compare.h"

/**
 * struct ib_aa - what comparing the base with itself gave, now and so far
 * @nr_flagged: rows that ib_row_differs()
 * @nr_rows: rows that have an interval: without one nothing could be flagged
 * @nr_units: units
 * @units: what they are
 * @max_diff: largest |difference| of a row
 * @beyond: a flagged row is not within delta, or the arm is invalid itself: the
 *          measurement cannot be trusted
 * @total_flagged: with all comparisons recorded up to this one
 * @total_rows: likewise
 * @file: that the arm was read from
 * @log: where A/A results are collected, NULL for the default
 */
struct ib_aa {
	size_t nr_flagged;
	size_t nr_rows;
	size_t nr_units;
	enum ib_units units;
	double max_diff;
	bool beyond;
	size_t total_flagged;
	size_t total_rows;
	const char *file;
	const char *log;
};

/**
 * ib_aa_of() - sum up a comparison of the base with itself
 * @c: comparison
 */
struct ib_aa ib_aa_of(const struct ib_comparison *c);

/**
 * ib_aa_record() - record an A/A comparison and count those recorded
 * @path: JSON lines, one a comparison; a comparison that is there already is not
 *        added again, and those after it are not counted: repeating one prints the
 *        same, also where the file cannot be written
 * @c: comparison
 * @aa: its sums; the totals are filled in
 *
 * Return: 0, or -errno after a warning; the totals are then of what could be read.
 */
int ib_aa_record(const char *path, const struct ib_comparison *c, struct ib_aa *aa);

/**
 * ib_compare_notes() - collect what a reader must know
 * @c: comparison; its notes are added to
 */
void ib_compare_notes(struct ib_comparison *c);

/**
 * ib_compare_status() - exit status of a comparison
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @strict: unresolved rows count
 */
int ib_compare_status(const struct ib_comparison *c, const struct ib_aa *aa, bool strict);

/**
 * ib_compare_text() - the table for a patch mail: ASCII, 75 columns, indented by two
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @status: of ib_compare_status()
 * @out: where to
 */
void ib_compare_text(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out);

/**
 * ib_compare_json() - everything that is known, as one JSON object
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @status: of ib_compare_status()
 * @out: where to
 */
void ib_compare_json(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out);

/**
 * ib_compare_junit() - for CI systems: a row is a test case, slower is a failure
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @status: of ib_compare_status()
 * @out: where to
 */
void ib_compare_junit(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out);

/**
 * ib_compare_gnuplot() - what the plots of a comparison load
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @status: of ib_compare_status()
 * @out: where to
 */
void ib_compare_gnuplot(const struct ib_comparison *c, const struct ib_aa *aa, int status,
			FILE *out);

/**
 * ib_compare_cover() - commits, seeds and commands, for a cover letter
 * @c: comparison
 * @aa: A/A arm, or NULL
 * @status: of ib_compare_status()
 * @out: where to
 */
void ib_compare_cover(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out);

/**
 * ib_units_name() - "layouts", "blocks", "groups of launches and layouts"
 * @units: which
 */
const char *ib_units_name(enum ib_units units);

#endif
