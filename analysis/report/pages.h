/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages of the report, and which section stands on which. */
#ifndef INITBENCH_REPORT_PAGES_H
#define INITBENCH_REPORT_PAGES_H

#include "analysis/plot/plot.h"
#include "analysis/report/report.h"

/**
 * ib_report_write() - write all pages as Markdown
 * @about: results, study and their folder
 * @path: of the first page; EVIDENCE.md is beside it, all others are below @about's folder
 *
 * Return: 0, or -1 after a message if a page cannot be written.
 */
int ib_report_write(const struct ib_report *about, const char *path);

/**
 * struct ib_page_text - a page as Markdown
 * @title: its heading
 * @path: of its file, as links to it name it
 * @text: all of it
 * @is_cpu: one of those of a CPU
 */
struct ib_page_text {
	const char *title;
	const char *path;
	char *text;
	bool is_cpu;
};

/**
 * ib_report_each_page() - the pages' text, for one file that holds them all
 * @about: results, study and their folder
 * @first: path of that file: all links are relative to its folder
 * @each: called for each page; a value other than 0 ends it
 * @data: for @each
 *
 * Return: 0, or what @each returned.
 */
int ib_report_each_page(const struct ib_report *about, const char *first,
			int (*each)(const struct ib_page_text *page, void *data), void *data);

/**
 * ib_report_plot_cpus() - draw all CPUs that may stand beside each other
 * @r: report, of which only the study is looked at
 * @p: plotter
 *
 * Return: 0, or -1 after a message.
 */
int ib_report_plot_cpus(const struct ib_report *r, struct ib_plotter *p);

/**
 * ib_report_html() - write all pages into one HTML file that needs no other
 * @about: results, study and their folder
 * @path: of the file
 *
 * Return: 0, or -1 after a message.
 */
int ib_report_html(const struct ib_report *about, const char *path);

#endif
