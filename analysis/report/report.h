/* SPDX-License-Identifier: GPL-2.0-only */
/* The report's pages: one function a section, one file a section; see pages.c. */
#ifndef INITBENCH_REPORT_H
#define INITBENCH_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/report/sections.h"
#include "analysis/tables/rows.h"
#include "lib/base/encode.h"
#include "lib/base/grid.h"
#include "lib/schema/rules.h"

/* Sections write by ib_mark(): text from records is then no markup. */
#pragma GCC poison fprintf vfprintf

/**
 * struct ib_report - what a report is made from
 * @out: where to
 * @dir: folder of results as the user named it
 * @folder: of the page that is written: links are relative to it; "" is the current one
 * @cpu: folder of results that the page is about, NULL of all others
 * @drawn: folder that plots were drawn into for this report; NULL: those in @dir are shown
 * @results: everything read
 * @study: its tables
 */
struct ib_report {
	FILE *out;
	const char *dir;
	const char *folder;
	const char *cpu;
	const char *drawn;
	struct ib_results *results;
	const struct ib_study *study;
};

/**
 * ib_report_has_read_all() - was every file of results read to its end?
 * @r: report, of which all sections are written: some read files of their own
 *
 * Return: false after a message: then no page of it is to be kept.
 */
bool ib_report_has_read_all(const struct ib_report *r);

/**
 * ib_report_cpu() - a CPU's name on the first page
 * @r: report
 * @table: a table of it
 *
 * Return: its core's name where that is known and no other CPU of the study shares it; else
 * the table's label.
 */
const char *ib_report_cpu(const struct ib_report *r, const struct ib_table *table);

/**
 * ib_report_forms_advice() - what the kernel series of patches/ came to, as an item of a list
 * @r: report
 *
 * Nothing is printed where it was not measured, or left a wrong state.
 */
void ib_report_forms_advice(const struct ib_report *r);

/**
 * ib_report_cold_summary() - what cold caches and predictors change, in a sentence
 * @r: report
 * @out: where to
 */
void ib_report_cold_summary(const struct ib_report *r, FILE *out);

/**
 * ib_report_disagree() - where the CPUs put two of the thread's forms in another order
 * @r: report
 */
void ib_report_disagree(const struct ib_report *r);

/**
 * ib_report_next_folder() - the folders that have tables, one after the other
 * @r: report
 * @i: where to go on; 0 at first
 *
 * Return: its path, which the caller frees; NULL at the end.
 */
char *ib_report_next_folder(const struct ib_report *r, size_t *i);

/**
 * ib_report_operations() - the kernel's own operations: a table of lane kvm
 * @r: report
 * @table: its table
 */
void ib_report_operations(const struct ib_report *r, const struct ib_table *table);

/**
 * ib_report_storm() - what INITs at once cost more, and where that is shared
 * @r: report
 * @table: a table of lane kvm
 */
void ib_report_storm(const struct ib_report *r, const struct ib_table *table);

/**
 * ib_report_next() - the tables that the report shows, one after the other
 * @r: report
 * @i: where to go on; 0 at first
 * @lane: only of this lane; NULL: of all
 *
 * Return: a table that is not superseded by a newer one, NULL at the end.
 */
const struct ib_table *ib_report_next(const struct ib_report *r, size_t *i, const char *lane);

/**
 * ib_report_columns() - may a table stand beside others?
 * @r: report
 * @t: one of its tables
 *
 * Return: false of one to be shown apart, unless all of lane user are.
 */
bool ib_report_columns(const struct ib_report *r, const struct ib_table *t);

/**
 * ib_report_native() - as ib_report_next(), of lane user on hardware only
 * @r: report
 * @i: where to go on; 0 at first
 *
 * Tables that may not stand beside others are left out.
 */
const struct ib_table *ib_report_native(const struct ib_report *r, size_t *i);

/**
 * ib_report_each_native() - call a function for each of ib_report_native()'s tables
 * @r: report
 * @print: writes to @r's file what it has to say of the table
 */
void ib_report_each_native(const struct ib_report *r,
			   void (*print)(const struct ib_report *r, const struct ib_table *t));

/**
 * ib_report_studied() - write a section's heading, and whether it has anything to show
 * @r: report
 * @heading: of the section, without marks
 * @has: whether a table holds what the section is about
 *
 * Return: true, or false after the remedy if none of ib_report_native()'s
 * tables has it.
 */
bool ib_report_studied(const struct ib_report *r, const char *heading,
		       bool (*has)(const struct ib_table *t));

/**
 * ib_report_figures() - a plot of each CPU, where it was drawn
 * @r: report
 * @plot: its name
 * @caption: what it shows
 *
 * Return: how many.
 */
size_t ib_report_figures(const struct ib_report *r, const char *plot, const char *caption);

/**
 * ib_report_plot() - a plot, if it was drawn
 * @r: report
 * @folder: path of a CPU's folder of results, or that of all results
 * @name: of the plot's file, without suffix
 * @caption: what it shows, with its markup
 *
 * Return: whether it was.
 */
bool ib_report_plot(const struct ib_report *r, const char *folder, const char *name,
		    const char *caption);

/**
 * ib_report_grid() - a table
 * @r: report
 * @grid: is printed if it has rows, and freed
 * @rows: how many it has
 */
void ib_report_grid(const struct ib_report *r, struct ib_grid *grid, size_t rows);

/**
 * ib_report_mid() - a cost
 * @table: table
 * @where: place
 *
 * Return: NaN if it was not measured.
 */
double ib_report_mid(const struct ib_table *table, struct ib_where where);

/**
 * ib_report_cost() - the next cell: a cost and half of its interval
 * @grid: grid
 * @table: whose
 * @line: NULL gives "-"
 */
void ib_report_cost(struct ib_grid *grid, const struct ib_table *table,
		    const struct ib_line *line);

/**
 * ib_report_folder() - where a table's newest run is
 * @table: table
 *
 * Return: the folder; the caller frees it.
 */
char *ib_report_folder(const struct ib_table *table);

/**
 * ib_report_link() - a path as it stands in a link
 * @r: report
 * @path: as this program names it
 *
 * Return: the path as seen from the page's folder; the caller frees it.
 */
char *ib_report_link(const struct ib_report *r, const char *path);

/**
 * ib_report_files() - the files a table was measured into, as links
 * @r: report
 * @table: table
 */
void ib_report_files(const struct ib_report *r, const struct ib_table *table);

/**
 * ib_report_machines() - where machines of one CPU type agree and where not
 * @r: report
 */
void ib_report_machines(const struct ib_report *r);

/**
 * ib_report_twins() - the same, and how many there are
 * @r: report
 *
 * Return: pairs of machines.
 */
size_t ib_report_twins(const struct ib_report *r);

#endif
