// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/topdown.h"
#include "lib/schema/row_order.h"

static const struct ib_counter *find_counter(const struct ib_row_rec *row, const char *event)
{
	for (size_t i = 0; i < row->nr_counters; i++)
		if (!strcmp(row->counters[i].event, event))
			return &row->counters[i];
	return NULL;
}

static const struct ib_row_rec *find_row(const struct ib_run_rec *run, const struct ib_row_rec *as)
{
	for (size_t i = 0; i < run->nr_rows; i++)
		if (!ib_compare_groups(run->rows[i], as) && !strcmp(run->rows[i]->lane, as->lane) &&
		    !strcmp(run->rows[i]->variant, as->variant))
			return run->rows[i];
	return NULL;
}

double ib_counted(const struct ib_table *table, const struct ib_line *line, const char *event)
{
	for (size_t i = table->nr_runs; i-- > 0;) {
		const struct ib_row_rec *row = find_row(table->runs[i], line->row);
		const struct ib_counter *c = row ? find_counter(row, event) : NULL;

		if (c && c->blocks && !c->multiplexed)
			return c->sum / c->blocks;
	}
	return NAN;
}

/* Of the newest run that says how many slots its CPU has a cycle. */
static double width_of(const struct ib_table *table)
{
	for (size_t i = table->nr_runs; i-- > 0;) {
		const char *width = ib_field(table->runs[i]->record, "pmu/width");

		if (width)
			return strtod(width, NULL);
	}
	return NAN;
}

bool ib_topdown(const struct ib_table *table, const struct ib_line *line,
		struct ib_topdown *account)
{
	double width = width_of(table);
	double retired = ib_counted(table, line, "uops-retired");
	double issued = ib_counted(table, line, "uops-issued");
	double recovery = ib_counted(table, line, "recovery-cycles");
	double backend = ib_counted(table, line, "slots-backend");

	account->slots = width * ib_counted(table, line, "cycles");
	if (!(account->slots > 0))
		return false;
	account->retiring = retired / account->slots;
	account->frontend = ib_counted(table, line, "slots-frontend") / account->slots;
	account->bad = (issued - retired + (isfinite(recovery) ? width * recovery : 0)) /
		       account->slots;
	account->backend = isfinite(backend) ? backend / account->slots :
			   1 - account->retiring - account->frontend - account->bad;
	return isfinite(account->retiring + account->frontend + account->bad);
}
