/* SPDX-License-Identifier: GPL-2.0-only */
/* REPORT.md: one function a section, one file a section. */
#ifndef INITBENCH_REPORT_H
#define INITBENCH_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/rows.h"

/**
 * struct ib_report - what a report is made from
 * @out: where to
 * @dir: folder of results as the user named it; links begin with it
 * @results: everything read
 * @study: its tables
 */
struct ib_report {
	FILE *out;
	const char *dir;
	const struct ib_results *results;
	const struct ib_study *study;
};

/* Fewer layouts than this are not to be published. */
#define IB_LAYOUTS_TO_PUBLISH	30

/**
 * ib_report_summary() - the first paragraph
 * @r: report
 *
 * Return: false, and nothing printed, if no results compare the thread's variants.
 */
bool ib_report_summary(const struct ib_report *r);

void ib_report_answer(const struct ib_report *r);
void ib_report_question(const struct ib_report *r);
void ib_report_cpus(const struct ib_report *r);
void ib_report_codegen(const struct ib_report *r);
void ib_report_kernels(const struct ib_report *r);
void ib_report_reliability(const struct ib_report *r);
void ib_report_lanes(const struct ib_report *r);
void ib_report_ruler(const struct ib_report *r);
void ib_report_commands(const struct ib_report *r);
void ib_report_method(const struct ib_report *r);
void ib_report_limits(const struct ib_report *r);
void ib_report_missing(const struct ib_report *r);
void ib_report_sources(const struct ib_report *r);

/**
 * ib_report_operations() - the kernel's own operations: a table of lane kvm
 * @r: report
 * @table: its table
 */
void ib_report_operations(const struct ib_report *r, const struct ib_table *table);

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
 * ib_report_files() - the files a table was measured into, as links
 * @r: report
 * @table: table
 */
void ib_report_files(const struct ib_report *r, const struct ib_table *table);

#endif
