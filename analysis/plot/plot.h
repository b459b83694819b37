/* SPDX-License-Identifier: GPL-2.0-only */
/* Plots of a table: data, a small script that names it, and gnuplot. */
#ifndef INITBENCH_PLOT_H
#define INITBENCH_PLOT_H

#include <stdio.h>

#include "analysis/tables/rows.h"
#include "lib/schema/mca.h"

/**
 * struct ib_plot - a plot
 * @name: of its files
 * @script: that draws it, in the data folder
 * @caption: one sentence for the report
 * @write: write its data and the script's variables; returns how many things
 *         there are to draw, 0 if the table has none
 */
struct ib_plot {
	const char *name;
	const char *script;
	const char *caption;
	size_t (*write)(const struct ib_table *table, FILE *data, FILE *vars);
};

/**
 * ib_plots() - all plots
 * @nr: set to how many
 */
const struct ib_plot *ib_plots(size_t *nr);

/**
 * ib_plot_file() - name of a plot's file without suffix
 * @plot: plot
 * @table: what it shows
 *
 * Return: "clear", or "kmod-clear" for lane kmod; the caller frees it.
 */
char *ib_plot_file(const struct ib_plot *plot, const struct ib_table *table);

/**
 * ib_plot_table() - draw a table's plots
 * @table: table
 * @dir: existing folder; data and scripts go to its subfolder "source"
 * @formats: of "svg", "png", "pdf", NULL at the end
 * @drawn: incremented by the plots drawn
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_table(const struct ib_table *table, const char *dir, const char *const *formats,
		  size_t *drawn);

/* The writers: the figures of each plot. */
size_t ib_plot_clear(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_putload(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_ecdf(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_components(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_content(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_layout(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_temps(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_topdown(const struct ib_table *table, FILE *data, FILE *vars);
size_t ib_plot_size(const struct ib_table *table, FILE *data, FILE *vars);

/**
 * ib_plot_predictions() - draw a file of predictions: "mca"
 * @mca: file
 * @dir: as in ib_plot_table(), as are the following
 * @formats: to draw
 * @drawn: incremented by the plots drawn
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_predictions(const struct ib_mca *mca, const char *dir, const char *const *formats,
			size_t *drawn);

/**
 * struct ib_many - a question asked of many CPUs
 * @name: of the plot's files
 * @fpu: axis
 * @table: of each CPU, all in one unit
 * @nr: how many
 */
struct ib_many {
	const char *name;
	const char *fpu;
	const struct ib_table **table;
	size_t nr;
};

/* The questions, by the names of their files. */
#define IB_MANY_CLEAR	"cpus-clear"
#define IB_MANY_PUTLOAD	"cpus-putload"

/**
 * ib_plot_panels() - draw a question: a panel for each CPU, on the same axes
 * @many: question
 * @dir: as in ib_plot_table(), as are the following
 * @formats: to draw
 * @drawn: incremented by the plots drawn
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_panels(const struct ib_many *many, const char *dir, const char *const *formats,
		   size_t *drawn);

size_t ib_plot_many(const struct ib_many *many, FILE *data, FILE *vars);

size_t ib_plot_mca(const struct ib_mca *mca, FILE *data, FILE *vars);

#endif
