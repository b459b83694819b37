/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages of the report, and which section stands on which. */
#ifndef INITBENCH_REPORT_PAGES_H
#define INITBENCH_REPORT_PAGES_H

#include "analysis/report/report.h"

/**
 * ib_report_write() - write all pages as Markdown
 * @about: results, study and their folder
 * @path: of the first page; EVIDENCE.md is beside it, all others are below @about's folder
 *
 * Return: 0, or -1 after a message if a page cannot be written.
 */
int ib_report_write(const struct ib_report *about, const char *path);

#endif
