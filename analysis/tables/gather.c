// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/aggregate.h"
#include "analysis/tables/believe.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/gather.h"
#include "lib/base/err.h"
#include "lib/schema/row_order.h"

static const struct ib_run_rec *newest(const struct ib_table *t)
{
	return t->runs[t->nr_runs - 1];
}

static bool is_field(const struct ib_table *a, const struct ib_table *b, const char *path)
{
	const char *x = ib_field(newest(a)->record, path), *y = ib_field(newest(b)->record, path);

	return !strcmp(x ? x : "", y ? y : "");
}

static bool is_quick(const struct ib_table *t)
{
	const char *quick = ib_field(newest(t)->record, "quick");

	return quick && !strcmp(quick, "true");
}

static bool of_one_cpu(const struct ib_table *a, const struct ib_table *b)
{
	char *x = ib_cpu_dir(newest(a)), *y = ib_cpu_dir(newest(b));
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

static bool measures_the_kernel(const struct ib_table *t)
{
	return !strcmp(t->lane, "kmod") || !strcmp(t->lane, "kvm");
}

static bool can_give(const struct ib_table *to, const struct ib_table *from)
{
	char *unfit;

	if (!from->superseded || strcmp(to->lane, from->lane) || to->unit != from->unit ||
	    is_quick(from) || !of_one_cpu(to, from) || !is_field(to, from, "cpu/core_type") ||
	    (measures_the_kernel(to) && !is_field(to, from, "kernel/release")))
		return false;
	unfit = ib_unfit(from);
	free(unfit);
	return !unfit;
}

static struct ib_line *counterpart(const struct ib_table *t, const struct ib_line *line)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (!ib_compare_groups(t->lines[i].row, line->row) &&
		    !strcmp(t->lines[i].row->variant, line->row->variant))
			return &t->lines[i];
	return NULL;
}

static bool is_good(const struct ib_line *l)
{
	return l->nr_layouts && isfinite(l->cost.mid) && !ib_lost_most(l) &&
	       l->oracle != IB_ORACLE_WRONG;
}

static void *copy_of(const void *from, size_t nr, size_t size)
{
	void *to = ib_calloc(nr, size);

	if (nr)
		memcpy(to, from, nr * size);
	return to;
}

/* Its layouts were drawn in launches of its own: they are no other line's. */
static void adopt(struct ib_table *t, const struct ib_line *line, const struct ib_table *from,
		  size_t number)
{
	struct ib_line *old = counterpart(t, line), copy = *line;

	copy.from = newest(from);
	copy.layout = copy_of(line->layout, line->nr_layouts, sizeof(*line->layout));
	copy.block = copy_of(line->block, line->nr_blocks - line->nr_dropped, sizeof(*line->block));
	copy.group = copy_of(line->group, line->nr_groups, sizeof(*line->group));
	copy.draw = copy_of(line->draw, line->nr_draws, sizeof(*line->draw));
	for (size_t i = 0; i < copy.nr_draws; i++)
		copy.draw[i].group += 1000 * (number + 1);
	if (!old) {
		t->lines = ib_realloc(t->lines, t->nr_lines + 1, sizeof(*t->lines));
		old = &t->lines[t->nr_lines++];
	} else {
		free(old->layout);
		free(old->block);
		free(old->group);
		free(old->draw);
	}
	*old = copy;
}

/* The code that was timed; of records that do not say, the sources and the compiler. */
static bool same_code(const struct ib_table *a, const struct ib_line *x, const struct ib_table *b,
		      const struct ib_line *y)
{
	if (x->row->code && y->row->code)
		return !strcmp(x->row->code, y->row->code);
	return !strcmp(ib_revision(newest(a)), ib_revision(newest(b))) &&
	       is_field(a, b, "suite/compiler") && is_field(a, b, "suite/blob_cflags");
}

/* One more boot of a line, whose own is the first. */
static void pool(struct ib_line *line, const struct ib_line *other)
{
	size_t n = line->boots ? line->nr_groups : 1, more = other->boots ? other->nr_groups : 1;
	struct ib_group_estimate *group = ib_calloc(n + more, sizeof(*group));

	if (line->boots)
		memcpy(group, line->group, n * sizeof(*group));
	else
		group[0] = ib_boot_estimate(line);
	if (other->boots)
		memcpy(group + n, other->group, more * sizeof(*group));
	else
		group[n] = ib_boot_estimate(other);
	free(line->group);
	line->group = group;
	line->nr_groups = n + more;
	line->boots = true;
	line->cost = ib_estimate(line, IB_LEVEL);
	line->tau = ib_random_effects(group, line->nr_groups, IB_LEVEL).tau;
}

/* Return: whether anything was taken. */
static bool take(struct ib_table *t, const struct ib_table *from, size_t number)
{
	bool other_boot = !ib_same_boot(newest(t), newest(from)), taken = false, pooled = false;

	for (size_t i = 0; i < from->nr_lines; i++) {
		const struct ib_line *line = &from->lines[i];
		struct ib_line *own = counterpart(t, line);

		if (!is_good(line) || ib_touched(newest(from), line->row, newest(t)->method))
			continue;
		if (!own || !is_good(own)) {
			adopt(t, line, from, number);
			taken = true;
		} else if (other_boot && !own->from && !own->exact &&
			   same_code(t, own, from, line)) {
			pool(own, line);
			pooled = true;
		}
	}
	t->nr_boots += pooled ? from->nr_boots : 0;
	return taken || pooled;
}

static void remember(struct ib_table *t, const struct ib_table *from)
{
	t->gathered = ib_realloc(t->gathered, t->nr_gathered + from->nr_runs,
				 sizeof(*t->gathered));
	for (size_t i = 0; i < from->nr_runs; i++)
		t->gathered[t->nr_gathered++] = from->runs[i];
}

static int by_age(const void *a, const void *b)
{
	const struct ib_table *x = *(const struct ib_table *const *)a;
	const struct ib_table *y = *(const struct ib_table *const *)b;

	return -strcmp(newest(x)->utc, newest(y)->utc);
}

void ib_gather(struct ib_study *study)
{
	const struct ib_table **others = copy_of(study->tables, study->nr_tables,
						 sizeof(*study->tables));

	if (study->nr_tables)
		qsort(others, study->nr_tables, sizeof(*others), by_age);
	for (size_t i = 0; i < study->nr_tables; i++) {
		struct ib_table *t = study->tables[i];
		bool changed = false;

		if (t->superseded || strcmp(t->runs[0]->host, "native") || t->unit == IB_UNIT_INSNS)
			continue;
		for (size_t j = 0; j < study->nr_tables; j++) {
			if (!can_give(t, others[j]) || !take(t, others[j], j))
				continue;
			remember(t, others[j]);
			changed = true;
		}
		if (changed)
			ib_regroup(study, t);
	}
	free(others);
	ib_exclude(study);
}
