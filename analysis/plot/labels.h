/* SPDX-License-Identifier: GPL-2.0-only */
/* What plots share: words, names of variants and footnotes for gnuplot. */
#ifndef INITBENCH_PLOT_LABELS_H
#define INITBENCH_PLOT_LABELS_H

#include <stdio.h>

#include "analysis/plot/plot.h"
#include "analysis/tables/shown.h"

/**
 * ib_gp_word() - text for the plot, from wherever it comes
 * @gp: plot being written
 * @text: any
 *
 * Words are a data file of their own. No command and no comment holds them;
 * the terminal does not interpret them.
 *
 * Return: n; gnuplot knows the text as word[n].
 */
size_t ib_gp_word(struct ib_gp *gp, const char *text);

/**
 * ib_gp_string() - assign text to a gnuplot variable
 * @gp: plot being written
 * @name: variable
 * @text: any
 */
void ib_gp_string(struct ib_gp *gp, const char *name, const char *text);

/**
 * ib_gp_element() - the same to an element of an array
 * @gp: plot being written
 * @array: its name
 * @i: from 1
 * @text: any
 */
void ib_gp_element(struct ib_gp *gp, const char *array, size_t i, const char *text);

/**
 * ib_gp_tic() - a name at the axis, instead of a number
 * @gp: plot being written
 * @axis: 'x' or 'y'
 * @at: position
 * @text: any
 * @remark: told below in smaller letters, or NULL
 */
void ib_gp_tic(struct ib_gp *gp, char axis, double at, const char *text, const char *remark);

/**
 * ib_gp_variants() - the names of the variants at y = 1, 2, ..
 * @gp: plot being written
 * @table: table
 * @shown: what is shown
 *
 * A known bug is told under the name.
 */
void ib_gp_variants(struct ib_gp *gp, const struct ib_table *table, const struct ib_shown *shown);

/**
 * ib_gp_reset() - a line's variant, and whether the state is live, at the y axis
 * @gp: plot being written
 * @at: position
 * @line: line; a known bug is told under its name
 */
void ib_gp_reset(struct ib_gp *gp, size_t at, const struct ib_line *line);

/**
 * struct ib_footnotes - remarks on points, each told once below the plot
 * @text: of the remarks, owned by the study
 * @nr: how many
 */
struct ib_footnotes {
	const char *text[8];
	size_t nr;
};

/**
 * ib_footnote() - the mark of a line that is not to be compared with its neighbours
 * @notes: remarks so far
 * @line: line
 *
 * Return: "a", "b", ..; "" if the line does the whole job.
 */
const char *ib_footnote(struct ib_footnotes *notes, const struct ib_line *line);

/**
 * ib_gp_footnotes() - the remarks as "footnotes", and how many lines they take
 * @gp: plot being written
 * @notes: remarks
 */
void ib_gp_footnotes(struct ib_gp *gp, const struct ib_footnotes *notes);

#endif
