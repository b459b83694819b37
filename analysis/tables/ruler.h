/* SPDX-License-Identifier: GPL-2.0-only */
/* The ruler's own error: chains of known length against what was read for them. */
#ifndef INITBENCH_RULER_H
#define INITBENCH_RULER_H

#include <stdio.h>

#include "analysis/tables/rows.h"

/* A reading off by more than this share is no ruler; the goal is far below. */
#define IB_RULER_LIMIT	0.10
/* Below this many cycles the limit is absolute: IB_RULER_LIMIT of it. */
#define IB_RULER_FLOOR	30.0
/* What the suite aims at, core cycles. */
#define IB_RULER_GOAL	0.25

/**
 * struct ib_reading - a chain's
 * @cycles: its length, core cycles
 * @led: read for it behind a common lead-in; what a variant's cost is like
 * @bare: read for it alone: a call and its return overlap with it
 */
struct ib_reading {
	unsigned int cycles;
	struct ib_estimate led;
	struct ib_estimate bare;
};

/**
 * struct ib_ruler - all readings of a table
 * @readings: by length
 * @nr: how many
 * @pairs: two bodies of the same instructions that differ by so many cycles; in @led
 * @nr_pairs: how many
 * @worst: index of the led reading that is furthest off; @nr without readings
 * @residual: read for an empty body against another empty body
 * @save_restore: read for one XSAVEC and XRSTOR of one image, as other tools time it
 * @save_restore_ticks: the same in TSC ticks
 */
struct ib_ruler {
	struct ib_reading readings[64];
	size_t nr;
	struct ib_reading pairs[8];
	size_t nr_pairs;
	size_t worst;
	struct ib_estimate residual;
	struct ib_estimate save_restore;
	struct ib_estimate save_restore_ticks;
};

/**
 * ib_ruler_read() - the readings of a table
 * @table: of lane selftest, in cycles
 * @ruler: filled in
 *
 * Return: true if the table has led chains.
 */
bool ib_ruler_read(const struct ib_table *table, struct ib_ruler *ruler);

/**
 * ib_ruler_of() - what a table's ruler errs by: nothing smaller is told apart
 * @study: its study, of which only lines are looked at
 * @table: table
 * @by_selftest: set to whether a selftest told it
 *
 * Return: the worst error that selftest found on a CPU of its type, of the newest run that
 * has one; IB_RULER_GOAL without such a run; 0 of exact counts. In core cycles, also for a
 * table that is in ticks.
 */
double ib_ruler_of(const struct ib_study *study, const struct ib_table *table, bool *by_selftest);

/**
 * ib_ruler_hides() - what a call and its return hide of a row
 * @study: its study, of which only lines are looked at
 * @table: table
 *
 * The empty call that is subtracted waits for its own return, which a longer body overlaps. A row
 * that reads no more than this is below what a fenced region resolves.
 *
 * Return: core cycles, by the newest selftest on a CPU of its type; NAN without one.
 */
double ib_ruler_hides(const struct ib_study *study, const struct ib_table *table);

/**
 * ib_ruler_find() - the worst error that selftest found on a CPU type
 * @dir: folder of results
 * @run: of that CPU type
 * @worst: set to |error| of the newest selftest below @dir/<cpu>, core cycles
 *
 * Return: false, and @worst is as it was, if there is none.
 */
bool ib_ruler_find(const char *dir, const struct ib_run_rec *run, double *worst);

/**
 * ib_ruler_valid() - every led reading and every pair is within IB_RULER_LIMIT
 * @ruler: with readings
 */
bool ib_ruler_valid(const struct ib_ruler *ruler);

/**
 * ib_ruler_print() - the error table
 * @ruler: readings
 * @markdown: as a Markdown table, else as text
 * @out: where to
 */
void ib_ruler_print(const struct ib_ruler *ruler, bool markdown, FILE *out);

#endif
