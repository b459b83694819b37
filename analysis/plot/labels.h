/* SPDX-License-Identifier: GPL-2.0-only */
/* What plots share: strings, names of variants and footnotes for gnuplot. */
#ifndef INITBENCH_PLOT_LABELS_H
#define INITBENCH_PLOT_LABELS_H

#include <stdio.h>

#include "analysis/tables/shown.h"

/**
 * ib_gp_string() - assign a string to a gnuplot variable
 * @out: script
 * @name: variable
 * @value: any text; gnuplot's markup in it is made harmless
 */
void ib_gp_string(FILE *out, const char *name, const char *value);

/**
 * ib_gp_variants() - the names of the variants at y = 1, 2, .. as "tics"
 * @out: script
 * @table: table
 * @shown: what is shown
 *
 * A known bug is told under the name.
 */
void ib_gp_variants(FILE *out, const struct ib_table *table, const struct ib_shown *shown);

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
 * @out: script
 * @notes: remarks
 */
void ib_gp_footnotes(FILE *out, const struct ib_footnotes *notes);

#endif
