// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/exclude.h"
#include "lib/base/err.h"
#include "lib/schema/provenance_gaps.h"

/* Of blocks dropped whenever they were taken, of rows whose chains disagree, in percent. */
#define MAX_LOST	25
#define MAX_DISAGREE	10

static const struct ib_run_rec *newest(const struct ib_table *t)
{
	return t->runs[t->nr_runs - 1];
}

static const char *commit_of(const struct ib_run_rec *run)
{
	const char *commit = ib_field(run->record, "suite/commit");

	return commit ? commit : "";
}

const char *ib_revision(const struct ib_run_rec *run)
{
	const char *sources = ib_field(run->record, "suite/sources");

	return sources ? sources : commit_of(run);
}

static bool is_beside(const struct ib_table *t)
{
	return !t->superseded && !strcmp(newest(t)->host, "native");
}

static char *provenance(const struct ib_table *t)
{
	char *gaps = ib_provenance_gaps(newest(t)->record), *reason = NULL;
	const char *build = ib_build_gap(newest(t)->record);

	if (gaps)
		reason = ib_asprintf("provenance is incomplete: no %s", gaps);
	else if (build)
		reason = ib_asprintf("provenance is incomplete: %s", build);
	free(gaps);
	return reason;
}

static char *disturbance(const struct ib_table *t)
{
	size_t blocks = 0, lost = 0, rows = 0, disagree = 0;
	const char *status = newest(t)->status;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *l = &t->lines[i];

		blocks += l->nr_blocks - l->nr_repeated;
		lost += l->nr_dropped - l->nr_repeated;
		rows += !!l->nr_layouts;
		disagree += fabs(l->disagree) > IB_CHAINS_AGREE;
	}
	if (100 * lost > MAX_LOST * blocks)
		return ib_asprintf("the machine was disturbed: %.0f%% of the blocks were dropped",
				   100.0 * lost / blocks);
	if (100 * disagree > MAX_DISAGREE * rows)
		return ib_asprintf("the machine was disturbed: the calibration chains disagree in %.0f%% of the "
				   "rows", 100.0 * disagree / rows);
	if (!status || strcmp(status, "complete"))
		return ib_asprintf("the run ended early: %s", status ? status : "killed");
	return NULL;
}

/* Of what is wrong with the table itself; the reason, or NULL. */
static char *own_reason(const struct ib_table *t)
{
	char *reason = provenance(t);

	return reason ? reason : disturbance(t);
}

/* What the others are held against: the newest that has nothing against it. */
static const struct ib_table *newest_table(const struct ib_study *s)
{
	const struct ib_table *last = NULL;

	for (size_t i = 0; i < s->nr_tables; i++) {
		const struct ib_table *t = s->tables[i];

		if (is_beside(t) && !t->apart &&
		    (!last || strcmp(newest(t)->utc, newest(last)->utc) > 0))
			last = t;
	}
	return last;
}

void ib_apart(struct ib_study *study)
{
	const struct ib_table *last;

	for (size_t i = 0; i < study->nr_tables; i++)
		if (is_beside(study->tables[i]))
			study->tables[i]->apart = own_reason(study->tables[i]);
	last = newest_table(study);
	for (size_t i = 0; last && i < study->nr_tables; i++) {
		struct ib_table *t = study->tables[i];

		if (is_beside(t) && !t->apart &&
		    strcmp(ib_revision(newest(t)), ib_revision(newest(last))))
			t->apart = ib_asprintf("the suite's revision is %.12s, that of the newest "
					       "result %.12s", commit_of(newest(t)),
					       commit_of(newest(last)));
	}
}
