// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "analysis/tables/aggregate.h"
#include "lib/base/err.h"

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

static int by_layout(const void *a, const void *b)
{
	const struct ib_block_rec *const *x = a, *const *y = b;

	return ((*x)->layout > (*y)->layout) - ((*x)->layout < (*y)->layout);
}

static const struct ib_block_rec **usable_blocks(struct ib_line *line,
						 const struct ib_row_rec *const *rows, size_t nr)
{
	const struct ib_block_rec **usable;
	size_t n = 0;

	for (size_t i = 0; i < nr; i++)
		line->nr_blocks += rows[i]->nr_blocks;
	usable = ib_calloc(line->nr_blocks, sizeof(*usable));
	for (size_t i = 0; i < nr; i++) {
		for (size_t j = 0; j < rows[i]->nr_blocks; j++) {
			if (!rows[i]->blocks[j].dropped)
				usable[n++] = &rows[i]->blocks[j];
			line->nr_repeated += rows[i]->blocks[j].repeated;
		}
	}
	line->nr_dropped = line->nr_blocks - n;
	qsort(usable, n, sizeof(*usable), by_layout);
	return usable;
}

/* A figure's mean per layout, ascending; layouts that lack it are left out. */
static size_t layout_means(const struct ib_block_rec *const *blocks, size_t nr, enum figure f,
			   enum ib_unit unit, double *means)
{
	size_t layouts = 0;

	for (size_t i = 0, j; i < nr; i = j) {
		double sum = 0;

		for (j = i; j < nr && blocks[j]->layout == blocks[i]->layout; j++)
			sum += figure(blocks[j], f, unit);
		means[layouts] = sum / (j - i);
		layouts += isfinite(means[layouts]);
	}
	gsl_sort(means, 1, layouts);
	return layouts;
}

static double *block_values(const struct ib_block_rec *const *blocks, size_t nr, enum ib_unit unit)
{
	double *values = ib_calloc(nr, sizeof(*values));

	for (size_t i = 0; i < nr; i++)
		values[i] = figure(blocks[i], COST, unit);
	gsl_sort(values, 1, nr);
	return values;
}

/* A count that cannot vary is known from one value. */
static void make_exact(struct ib_line *line)
{
	line->cost.lo = line->cost.mid;
	line->cost.hi = line->cost.mid;
	line->ticks = line->cost;
	line->sd = 0;
}

void ib_aggregate(struct ib_line *line, enum ib_unit unit, const struct ib_row_rec *const *rows,
		  size_t nr)
{
	const struct ib_block_rec **blocks = usable_blocks(line, rows, nr);
	size_t usable = line->nr_blocks - line->nr_dropped, n;
	double *means = ib_calloc(usable, sizeof(*means));

	n = layout_means(blocks, usable, TICKS, unit, means);
	line->ticks = ib_midmean_interval(means, n, IB_LEVEL);
	n = layout_means(blocks, usable, DRAINED, unit, means);
	line->drained = ib_midmean(means, n);
	n = layout_means(blocks, usable, DISAGREE, unit, means);
	line->disagree = ib_midmean(means, n);
	line->layout = means;
	line->nr_layouts = layout_means(blocks, usable, COST, unit, means);
	line->cost = ib_midmean_interval(means, line->nr_layouts, IB_LEVEL);
	line->sd = line->nr_layouts > 1 ? gsl_stats_sd(means, 1, line->nr_layouts) : NAN;
	line->block = block_values(blocks, usable, unit);
	if (unit == IB_UNIT_INSNS && line->nr_layouts == 1)
		make_exact(line);
	free(blocks);
}
