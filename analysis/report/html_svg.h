/* SPDX-License-Identifier: GPL-2.0-only */
/* A plot of gnuplot's inside of an HTML page. */
#ifndef INITBENCH_REPORT_HTML_SVG_H
#define INITBENCH_REPORT_HTML_SVG_H

#include <stdbool.h>
#include <stdio.h>

/**
 * ib_html_svg() - write an SVG file as an element of a page
 * @path: of a file in plot format "hover"
 * @nr: of the plot in its page: names in it are made different from other plots'
 * @label: what it shows, for who does not see it
 * @out: where to
 *
 * gnuplot shows a value by calling a script; here it becomes the element's title, which a
 * browser shows by itself. No script stays.
 *
 * Return: false, and nothing is written, if there is no such file.
 */
bool ib_html_svg(const char *path, size_t nr, const char *label, FILE *out);

#endif
