// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "analysis/tables/aggregate.h"
#include "lib/base/err.h"
#include "lib/stats/power.h"

/* Fewer layouts of a group say nothing of its error. */
#define LEAST_LAYOUTS	4

/* What is averaged over a layout's blocks, then taken over layouts. */
enum figure { COST, TICKS, DRAINED, DISAGREE, FIGURES };

static double figure(const struct ib_block_rec *b, enum figure f, enum ib_unit unit)
{
	double per_unit = unit == IB_UNIT_CYCLES ? b->ratio : 1;

	switch (f) {
	case COST:
		return b->value / per_unit;
	case TICKS:
		return b->value;
	case DRAINED:
		return b->drained / per_unit;
	default:
		return b->disagree;
	}
}

/* @group: of its run */
struct usable {
	const struct ib_block_rec *block;
	size_t group;
};

static int by_layout(const void *a, const void *b)
{
	const struct usable *x = a, *y = b;
	struct ib_draw p = { .layout = x->block->layout, .group = x->group };
	struct ib_draw q = { .layout = y->block->layout, .group = y->group };

	return ib_compare_draws(&p, &q);
}

static struct usable *usable_blocks(struct ib_line *line, const struct ib_row_rec *const *rows,
				    const size_t *group, size_t nr)
{
	struct usable *usable;
	size_t n = 0;

	for (size_t i = 0; i < nr; i++)
		line->nr_blocks += rows[i]->nr_blocks;
	usable = ib_calloc(line->nr_blocks, sizeof(*usable));
	for (size_t i = 0; i < nr; i++) {
		for (size_t j = 0; j < rows[i]->nr_blocks; j++) {
			if (!rows[i]->blocks[j].dropped)
				usable[n++] = (struct usable){ &rows[i]->blocks[j], group[i] };
			line->nr_repeated += rows[i]->blocks[j].repeated;
		}
	}
	line->nr_dropped = line->nr_blocks - n;
	qsort(usable, n, sizeof(*usable), by_layout);
	return usable;
}

/* A figure's mean per layout, by ib_compare_draws(); layouts that lack it are left out. */
static size_t draws(const struct usable *blocks, size_t nr, enum figure f, enum ib_unit unit,
		    struct ib_draw *draw)
{
	size_t layouts = 0;

	for (size_t i = 0, j; i < nr; i = j) {
		double sum = 0;

		for (j = i; j < nr && !by_layout(&blocks[i], &blocks[j]); j++)
			sum += figure(blocks[j].block, f, unit);
		draw[layouts] = (struct ib_draw){
			.layout = blocks[i].block->layout,
			.group = blocks[i].group,
			.process = blocks[i].block->process,
			.value = sum / (j - i),
		};
		layouts += isfinite(draw[layouts].value);
	}
	return layouts;
}

/* The same without the layouts, ascending. */
static size_t layout_means(const struct usable *blocks, size_t nr, enum figure f,
			   enum ib_unit unit, double *means)
{
	struct ib_draw *draw = ib_calloc(nr, sizeof(*draw));
	size_t layouts = draws(blocks, nr, f, unit, draw);

	for (size_t i = 0; i < layouts; i++)
		means[i] = draw[i].value;
	free(draw);
	gsl_sort(means, 1, layouts);
	return layouts;
}

static double *block_values(const struct usable *blocks, size_t nr, enum ib_unit unit)
{
	double *values = ib_calloc(nr, sizeof(*values));

	for (size_t i = 0; i < nr; i++)
		values[i] = figure(blocks[i].block, COST, unit);
	gsl_sort(values, 1, nr);
	return values;
}

static struct ib_group_estimate midmean_of(const struct ib_draw *draw, size_t n)
{
	double *v = ib_calloc(n, sizeof(*v));
	struct ib_group_estimate e;

	for (size_t i = 0; i < n; i++)
		v[i] = draw[i].value;
	gsl_sort(v, 1, n);
	e.mid = ib_midmean(v, n);
	e.error = n < LEAST_LAYOUTS ? 0 : ib_midmean_error(v, n);
	free(v);
	return e;
}

static int by_process(const void *a, const void *b)
{
	const struct ib_draw *x = a, *y = b;

	return (x->process > y->process) - (x->process < y->process);
}

/* The processes of one boot, whose draws are given. Return: how many. */
static size_t split_boot(const struct ib_draw *draw, size_t n, struct ib_group_estimate *group)
{
	struct ib_draw *sorted = ib_calloc(n, sizeof(*sorted));
	size_t nr = 0;

	if (n)
		memcpy(sorted, draw, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_process);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i; j < n && sorted[j].process == sorted[i].process; j++)
			;
		group[nr++] = midmean_of(&sorted[i], j - i);
	}
	free(sorted);
	return nr;
}

static struct ib_group_estimate mean_of(const struct ib_group_estimate *group, size_t n)
{
	struct ib_effects e = ib_random_effects(group, n, IB_LEVEL);

	return (struct ib_group_estimate){ e.mid, e.error };
}

/* Draws are by boot. */
static void make_groups(struct ib_line *line)
{
	struct ib_group_estimate *process = ib_calloc(line->nr_draws, sizeof(*process));
	size_t n = 0, processes = 0;

	line->group = ib_calloc(line->nr_draws, sizeof(*line->group));
	for (size_t i = 0, j; i < line->nr_draws; i = j) {
		for (j = i; j < line->nr_draws && line->draw[j].group == line->draw[i].group; j++)
			;
		processes = split_boot(&line->draw[i], j - i, process);
		line->group[n++] = mean_of(process, processes);
	}
	line->boots = n > 1;
	if (n == 1) {
		memcpy(line->group, process, processes * sizeof(*process));
		n = processes;
	}
	line->nr_groups = n;
	free(process);
}

struct ib_group_estimate ib_boot_estimate(const struct ib_line *line)
{
	return mean_of(line->group, line->nr_groups);
}

struct ib_estimate ib_estimate(const struct ib_line *line, double level)
{
	struct ib_effects e;

	if (line->nr_groups < 2)
		return ib_midmean_interval(line->layout, line->nr_layouts, level);
	e = ib_random_effects(line->group, line->nr_groups, level);
	return (struct ib_estimate){ e.mid, e.lo, e.hi };
}

/* A count that cannot vary is known from one value. */
static void make_exact(struct ib_line *line)
{
	line->cost.lo = line->cost.mid;
	line->cost.hi = line->cost.mid;
	line->ticks = line->cost;
	line->spread = 0;
	line->exact = true;
}

void ib_aggregate(struct ib_line *line, enum ib_unit unit, const struct ib_row_rec *const *rows,
		  const size_t *group, size_t nr)
{
	struct usable *blocks = usable_blocks(line, rows, group, nr);
	size_t usable = line->nr_blocks - line->nr_dropped, n;
	double *means = ib_calloc(usable, sizeof(*means));

	n = layout_means(blocks, usable, TICKS, unit, means);
	line->ticks = ib_midmean_interval(means, n, IB_LEVEL);
	n = layout_means(blocks, usable, DRAINED, unit, means);
	line->drained = ib_midmean(means, n);
	n = layout_means(blocks, usable, DISAGREE, unit, means);
	line->disagree = ib_midmean(means, n);
	line->draw = ib_calloc(usable, sizeof(*line->draw));
	line->nr_draws = draws(blocks, usable, COST, unit, line->draw);
	line->layout = means;
	line->nr_layouts = layout_means(blocks, usable, COST, unit, means);
	make_groups(line);
	line->cost = ib_estimate(line, IB_LEVEL);
	line->tau = ib_random_effects(line->group, line->nr_groups, IB_LEVEL).tau;
	line->spread = ib_mad(means, line->nr_layouts);
	line->block = block_values(blocks, usable, unit);
	if (unit == IB_UNIT_INSNS && line->nr_layouts &&
	    means[0] == means[line->nr_layouts - 1])
		make_exact(line);
	free(blocks);
}
