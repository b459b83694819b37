// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/counterpart.h"
#include "analysis/tables/exclude.h"
#include "lib/base/err.h"
#include "lib/schema/method.h"
#include "lib/schema/provenance_gaps.h"
#include "lib/schema/row_order.h"

/* Of blocks dropped whenever they were taken, of rows whose chains disagree, in percent. */
#define MAX_LOST	25
#define MAX_DISAGREE	10

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
	return !t->superseded && !strcmp(ib_newest_run(t)->host, "native");
}

static char *provenance(const struct ib_table *t)
{
	char *gaps = ib_provenance_gaps(ib_newest_run(t)->record), *reason = NULL;
	const char *build = ib_build_gap(ib_newest_run(t)->record);

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
	const char *status = ib_newest_run(t)->status;

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

char *ib_unfit(const struct ib_table *table)
{
	char *reason = provenance(table);

	return reason ? reason : disturbance(table);
}

bool ib_touched(const struct ib_run_rec *run, const struct ib_row_rec *row, unsigned int method)
{
	size_t nr;
	const struct ib_method *methods = ib_methods(&nr);

	for (size_t i = run->method; i < nr && i < method; i++)
		if (methods[i].touches(run, row))
			return true;
	return false;
}

/* What others of a lane are held against: the newest that has nothing against it. */
static const struct ib_table *newest_table(const struct ib_study *s, const char *lane)
{
	const struct ib_table *last = NULL;

	for (size_t i = 0; i < s->nr_tables; i++) {
		const struct ib_table *t = s->tables[i];

		if (is_beside(t) && !t->excluded && !strcmp(t->lane, lane) &&
		    (!last || strcmp(ib_newest_run(t)->utc, ib_newest_run(last)->utc) > 0))
			last = t;
	}
	return last;
}

/**
 * struct difference - of a table from the newest one
 * @touched: lines that a method since has changed
 * @code: lines whose machine code is another
 * @unknown: lines of which nobody recorded whether it is
 */
struct difference {
	size_t touched;
	size_t code;
	size_t unknown;
};

static void compare_line(struct ib_line *line, const struct ib_table *t,
			 const struct ib_table *last, struct difference *d)
{
	const struct ib_run_rec *run = line->from ? line->from : ib_newest_run(t);
	const struct ib_line *other = ib_counterpart(last, line);
	bool same = !strcmp(ib_revision(run), ib_revision(ib_newest_run(last)));
	bool known = other && line->row->code && other->row->code;

	line->outdated = false;
	if (ib_touched(run, line->row, ib_newest_run(last)->method)) {
		line->outdated = true;
		d->touched++;
	} else if (known && strcmp(line->row->code, other->row->code)) {
		line->outdated = true;
		d->code++;
	} else if (other && !known && !same && line->kind == IB_KIND_VARIANT) {
		d->unknown++;
	}
}

static void tell_methods(FILE *f, unsigned int from, unsigned int to)
{
	size_t nr;
	const struct ib_method *methods = ib_methods(&nr);

	if (from >= to)
		return;
	fprintf(f, "method %u, not %u: since then ", from, to);
	for (size_t i = from; i < nr && i < to; i++)
		fprintf(f, "%s%s", i > from ? "; " : "", methods[i].changed);
}

static char *tell(const struct ib_table *t, const struct ib_table *last, const struct difference *d)
{
	unsigned int from = ib_newest_run(t)->method, to = ib_newest_run(last)->method;
	const char *sep = from < to ? "; " : "";
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	tell_methods(f, from, to);
	if (d->touched)
		fprintf(f, "; %zu rows that this changed are left out", d->touched);
	if (d->code)
		fprintf(f, "%s%zu rows whose machine code is another are left out", sep, d->code);
	sep = from < to || d->code ? "; " : "";
	if (d->unknown)
		fprintf(f, "%sof %zu rows it is not recorded whether the machine code is the same "
			"(suite %.12s, newest %.12s)", sep, d->unknown, commit_of(ib_newest_run(t)),
			commit_of(ib_newest_run(last)));
	fclose(f);
	if (*text)
		return text;
	free(text);
	return NULL;
}

void ib_exclude(struct ib_study *study)
{
	const struct ib_table *last;

	for (size_t i = 0; i < study->nr_tables; i++) {
		if (!is_beside(study->tables[i]))
			continue;
		free(study->tables[i]->excluded);
		study->tables[i]->excluded = ib_unfit(study->tables[i]);
	}
	for (size_t i = 0; i < study->nr_tables; i++) {
		struct ib_table *t = study->tables[i];
		struct difference d = { 0 };

		last = newest_table(study, t->lane);
		if (!last || t == last || !is_beside(t) || t->excluded)
			continue;
		for (size_t j = 0; j < t->nr_lines; j++)
			compare_line(&t->lines[j], t, last, &d);
		free(t->older);
		t->older = tell(t, last, &d);
	}
}
