// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/aggregate.h"
#include "analysis/tables/counterpart.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/gather.h"
#include "lib/base/err.h"
#include "lib/schema/row_order.h"

static bool measures_the_kernel(const struct ib_table *t)
{
	return !strcmp(t->lane, "kmod") || !strcmp(t->lane, "kvm");
}

static bool can_give(const struct ib_table *to, const struct ib_table *from)
{
	char *unfit;

	if (!from->superseded || strcmp(to->lane, from->lane) || to->unit != from->unit ||
	    ib_is_quick(from) || !ib_same_cpu_type(to, from) ||
	    (measures_the_kernel(to) && !ib_same_field(to, from, "kernel/release")))
		return false;
	unfit = ib_unfit(from);
	free(unfit);
	return !unfit;
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
	struct ib_line *old = ib_counterpart(t, line), copy = *line;

	copy.from = ib_newest_run(from);
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
	const struct ib_run_rec *to = ib_newest_run(t), *other = ib_newest_run(from);
	bool other_boot = !ib_same_boot(to, other), taken = false, pooled = false;

	for (size_t i = 0; i < from->nr_lines; i++) {
		const struct ib_line *line = &from->lines[i];
		struct ib_line *own = ib_counterpart(t, line);

		if (!ib_is_good(line) || ib_touched(other, line->row, to->method))
			continue;
		if (!own || !ib_is_good(own)) {
			adopt(t, line, from, number);
			taken = true;
		} else if (other_boot && !own->from && !own->exact &&
			   ib_same_code(t, own, from, line)) {
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

	return -strcmp(ib_newest_run(x)->utc, ib_newest_run(y)->utc);
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
