/* SPDX-License-Identifier: GPL-2.0-only */
/* What plots share: which variants in which order, and strings for gnuplot. */
#ifndef INITBENCH_PLOT_LABELS_H
#define INITBENCH_PLOT_LABELS_H

#include <stdio.h>

#include "analysis/rows.h"

#define IB_PLOT_MASKS	5	/* four named masks, and NULL at the end */

/**
 * struct ib_shown - what a plot shows
 * @variant: the variants' ids, the cheapest first
 * @nr: how many
 * @masks: the named masks that have figures, NULL at the end
 * @content: the content shown
 */
struct ib_shown {
	const char **variant;
	size_t nr;
	const char *masks[IB_PLOT_MASKS];
	const char *content;
};

/**
 * ib_shown() - what there is to show of the variants on INIT
 * @table: table
 * @fpu: axis
 *
 * Return: variants by their cost of the first mask that all masks but "none"
 * offer; free @variant.
 */
struct ib_shown ib_shown(const struct ib_table *table, const char *fpu);

/**
 * ib_is_shown() - whether a variant is among those shown
 * @shown: what is shown
 * @variant: id
 */
bool ib_is_shown(const struct ib_shown *shown, const char *variant);

/**
 * ib_shown_line() - the line of a variant and mask, with figures
 * @table: table
 * @shown: what is shown
 * @fpu: axis
 * @variant: id
 * @mask: axis
 *
 * Return: the line, NULL if it was not measured.
 */
const struct ib_line *ib_shown_line(const struct ib_table *table, const struct ib_shown *shown,
				    const char *fpu, const char *variant, const char *mask);

/**
 * ib_shown_lo() - where a cost's interval begins
 * @line: line; without an interval, its cost is both ends
 */
double ib_shown_lo(const struct ib_line *line);

/**
 * ib_shown_hi() - where it ends
 * @line: as above
 */
double ib_shown_hi(const struct ib_line *line);

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
