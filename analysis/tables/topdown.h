/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a row's issue slots went, and what else the PMU counted. */
#ifndef INITBENCH_TOPDOWN_H
#define INITBENCH_TOPDOWN_H

#include "analysis/tables/rows.h"

/**
 * struct ib_topdown - the account of a row, less the empty call's
 * @slots: in all
 * @frontend: share of them left empty by the front end, 0 to 1
 * @bad: share lost to uops that did not retire, and to recovery
 * @retiring: share of uops that retired
 * @backend: share left empty for want of room, counted or what remains
 */
struct ib_topdown {
	double slots;
	double frontend;
	double bad;
	double retiring;
	double backend;
};

/**
 * ib_topdown() - the account of a line
 * @table: its table
 * @line: line
 * @account: set
 *
 * Return: false if the events of set "topdown" were not counted.
 */
bool ib_topdown(const struct ib_table *table, const struct ib_line *line,
		struct ib_topdown *account);

/**
 * ib_counted() - an event's count of one operation, less the empty one's
 * @table: table
 * @line: line
 * @event: its name in results
 *
 * Return: of the newest run that counted it all the time; NaN if none did.
 */
double ib_counted(const struct ib_table *table, const struct ib_line *line, const char *event);

#endif
