/* SPDX-License-Identifier: GPL-2.0-only */
/* The HTML page's parts. */
#ifndef INITBENCH_REPORT_HTML_H
#define INITBENCH_REPORT_HTML_H

#include <stdio.h>

#include "analysis/report/pages.h"

/**
 * ib_html_rows() - a section with every row of every table
 * @r: report
 * @out: where to
 */
void ib_html_rows(const struct ib_report *r, FILE *out);

/* Room for what tells the page's own scripts from any that its data may hold. */
#define IB_NONCE	33

/**
 * ib_html_nonce() - what no data can know beforehand
 * @nonce: set to a word
 *
 * Return: 0, or -1 after a message.
 */
int ib_html_nonce(char nonce[IB_NONCE]);

/**
 * ib_html_head() - all that stands before the first section: style, title
 * @nonce: of the page: scripts without it do not run
 * @out: where to
 */
void ib_html_head(const char *nonce, FILE *out);

/**
 * ib_html_tail() - all that stands behind the last one: the library that sorts, inlined
 * @nonce: of the page
 * @out: where to
 *
 * Where the distribution's package of it is absent, a warning names it, and the page says
 * that it cannot be sorted.
 */
void ib_html_tail(const char *nonce, FILE *out);

#endif
