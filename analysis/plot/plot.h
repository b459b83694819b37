/* SPDX-License-Identifier: GPL-2.0-only */
/* Plots of a table: data, a small script that names it, and gnuplot. */
#ifndef INITBENCH_PLOT_H
#define INITBENCH_PLOT_H

#include <stdio.h>

#include "analysis/tables/rows.h"
#include "lib/base/outputs.h"
#include "lib/schema/mca.h"

/**
 * struct ib_gp - a plot being written
 * @data: its figures; names in it are columns
 * @vars: script: variables, which are numbers or refer to words
 * @words: all text: a number, a blank, text in quotes
 * @nr_words: how many
 * @nr_remarks: among them
 */
struct ib_gp {
	FILE *data;
	FILE *vars;
	FILE *words;
	size_t nr_words;
	size_t nr_remarks;
};

/**
 * struct ib_plot - a plot
 * @name: of its files
 * @script: that draws it, in the data folder
 * @caption: one sentence for the report
 * @write: write its data, words and the script's variables; returns how many
 *         things there are to draw, 0 if the table has none
 */
struct ib_plot {
	const char *name;
	const char *script;
	const char *caption;
	size_t (*write)(const struct ib_table *table, struct ib_gp *gp);
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
 * Return: "clear", or "kmod-clear" for lane kmod; the caller frees it. NULL of
 * a lane that this program does not know.
 */
char *ib_plot_file(const struct ib_plot *plot, const struct ib_table *table);

/**
 * struct ib_plotter - plots on their way into a folder
 * @outputs: what is drawn, to be committed
 * @root: folder that nothing is written out of; made if it is not there
 * @stage: scratch folder that gnuplot reads; made when it is needed
 * @formats: of "svg", "png", "pdf", "hover" (SVG with values, for HTML), NULL at the end
 * @drawn: plots
 * @folders: made in @stage
 */
struct ib_plotter {
	struct ib_outputs *outputs;
	const char *root;
	char *stage;
	const char *const *formats;
	size_t drawn;
	size_t folders;
};

/**
 * ib_plot_table() - draw a table's plots
 * @p: plotter
 * @folder: below its root, "." for the root itself; data and scripts go to
 *          its subfolder "source"
 * @table: table
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_table(struct ib_plotter *p, const char *folder, const struct ib_table *table);

/**
 * ib_plot_done() - bring what was drawn to its places, or leave all as it was
 * @p: plotter
 * @good: everything was drawn
 *
 * Return: 0, or -1 after a message or if @good is false.
 */
int ib_plot_done(struct ib_plotter *p, bool good);

/*
 * A line a plot: its name, which is that of its gnuplot script, too, and one sentence
 * for the report. ib_plot_NAME() writes its figures.
 */
#define IB_PLOT_LIST(PLOT)								\
	PLOT(clear, "Cost of each variant, the state in memory already.")		\
	PLOT(putload, "The same with the state live: put, clear, load.")		\
	PLOT(components, "Cost against the number of components.")			\
	PLOT(content, "Put and load against what the registers hold.")			\
	PLOT(layout, "Each layout's cost, and what single builds would say.")		\
	PLOT(temps, "The same resets warm and cold.")					\
	PLOT(topdown, "Where the issue slots went, as the PMU counted.")		\
	PLOT(size, "Clearing one component, against its size.")

#define IB_DECLARE_PLOT(name, caption)	\
	size_t ib_plot_##name(const struct ib_table *table, struct ib_gp *gp);
IB_PLOT_LIST(IB_DECLARE_PLOT)

/**
 * ib_plot_predictions() - draw a file of predictions: "mca"
 * @p: plotter
 * @folder: as in ib_plot_table()
 * @mca: file
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_predictions(struct ib_plotter *p, const char *folder, const struct ib_mca *mca);

/**
 * struct ib_cross_cpu - a question asked of many CPUs
 * @name: of the plot's files
 * @fpu: axis
 * @how: they were measured
 * @table: of each CPU, all in one unit
 * @name_of: of each CPU, as short as is clear
 * @nr: how many
 */
struct ib_cross_cpu {
	const char *name;
	const char *fpu;
	const char *how;
	const struct ib_table **table;
	const char **name_of;
	size_t nr;
};

/* The questions, by the names of their files. */
#define IB_FACE		"reset"
#define IB_CROSS_CPU_CLEAR	"cpus-clear"
#define IB_CROSS_CPU_PUTLOAD	"cpus-putload"

/**
 * ib_plot_panels() - draw a question: a panel for each CPU, on the same axes
 * @p: plotter
 * @cpus: question
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_panels(struct ib_plotter *p, const struct ib_cross_cpu *cpus);

/**
 * ib_plot_face() - draw what of a reset is put, clear and load, on each CPU
 * @p: plotter
 * @cpus: CPUs
 *
 * Return: 0, or -1 after a message.
 */
int ib_plot_face(struct ib_plotter *p, const struct ib_cross_cpu *cpus);

size_t ib_plot_reset(const struct ib_cross_cpu *cpus, struct ib_gp *gp);
size_t ib_plot_cross_cpu(const struct ib_cross_cpu *cpus, struct ib_gp *gp);

size_t ib_plot_mca(const struct ib_mca *mca, struct ib_gp *gp);

#endif
