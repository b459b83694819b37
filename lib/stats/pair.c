// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/stats/midmean.h"
#include "lib/stats/pair.h"

#define GRID	0x1p20

/*
 * One layout in one block, both sides. @group: index of a cell of the same unit,
 * itself if it is the first of them.
 */
struct cell {
	int64_t block;
	uint64_t layout;
	double base;
	double patch;
	size_t group;
};

struct cells {
	struct cell *cell;
	size_t nr;
};

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_layout(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_place(const struct ib_obs *a, const struct ib_obs *b)
{
	int order = by_number(a->block, b->block);

	return order ? order : by_layout(a->layout, b->layout);
}

static int obs_order(const void *pa, const void *pb)
{
	const struct ib_obs *a = pa, *b = pb;
	int order = by_place(a, b);

	if (!order)
		order = by_number(a->pos, b->pos);
	if (!order)	/* so that sums do not depend on the order in the file */
		order = (a->value > b->value) - (a->value < b->value);
	return order;
}

/* End of the observations that share the place, and with @same_launch the launch, of o[i]. */
static size_t run_end(const struct ib_obs *o, size_t nr, size_t i, bool same_launch)
{
	size_t end = i;

	while (end < nr && !by_place(&o[end], &o[i]) &&
	       (!same_launch || o[end].pos == o[i].pos))
		end++;
	return end;
}

static double mean(const struct ib_obs *o, size_t i, size_t end)
{
	double sum = 0;

	for (size_t k = i; k < end; k++)
		sum += o[k].value;
	return sum / (end - i);
}

/*
 * The value of a side in the cell o[i..end). Return: false unless it was launched twice
 * (outside of blocks: at all); *mirror is the sum of both places.
 */
static bool side_value(const struct ib_obs *o, size_t i, size_t end, double *value,
		       unsigned int *mirror)
{
	size_t half = run_end(o, end, i, true);

	*mirror = 0;
	*value = mean(o, i, half);
	if (o[i].block == IB_NO_BLOCK)
		return true;
	if (half == end || run_end(o, end, half, true) != end)
		return false;
	*mirror = o[i].pos + o[half].pos;
	*value = (*value + mean(o, half, end)) / 2;
	return true;
}

/* Return: whether the cell is complete. */
static bool add_cell(struct cells *c, const struct ib_obs *base, size_t i, size_t i_end,
		     const struct ib_obs *patch, size_t j, size_t j_end)
{
	struct cell *cell = &c->cell[c->nr];
	unsigned int base_mirror, patch_mirror;

	if (!side_value(base, i, i_end, &cell->base, &base_mirror) ||
	    !side_value(patch, j, j_end, &cell->patch, &patch_mirror) ||
	    base_mirror != patch_mirror)
		return false;
	cell->block = base[i].block;
	cell->layout = base[i].layout;
	cell->group = c->nr++;
	return true;
}

/* Both sides are sorted by place: merge them. */
static void match(struct cells *c, const struct ib_obs *base, size_t nr_base,
		  const struct ib_obs *patch, size_t nr_patch, size_t *incomplete)
{
	size_t i = 0, j = 0;

	while (i < nr_base || j < nr_patch) {
		int order = i == nr_base ? 1 : j == nr_patch ? -1 : by_place(&base[i], &patch[j]);
		size_t i_end = order <= 0 ? run_end(base, nr_base, i, false) : i;
		size_t j_end = order >= 0 ? run_end(patch, nr_patch, j, false) : j;

		if (order || !add_cell(c, base, i, i_end, patch, j, j_end))
			*incomplete += i_end - i + j_end - j;
		i = i_end;
		j = j_end;
	}
}

static size_t first_of(struct cell *cell, size_t i)
{
	while (cell[i].group != i) {
		cell[i].group = cell[cell[i].group].group;
		i = cell[i].group;
	}
	return i;
}

static void join(struct cell *cell, size_t a, size_t b)
{
	size_t x = first_of(cell, a), y = first_of(cell, b);

	cell[x > y ? x : y].group = x < y ? x : y;
}

/* @key: block or layout of the cell */
struct keyed {
	uint64_t key;
	size_t cell;
};

static int key_order(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int order = by_layout(a->key, b->key);

	return order ? order : by_layout(a->cell, b->cell);
}

/* Joins the cells of equal block or layout. Return: how many different ones there are. */
static size_t join_equal(struct cells *c, bool layouts)
{
	struct keyed *k = ib_calloc(c->nr, sizeof(*k));
	size_t nr = 0;

	for (size_t i = 0; i < c->nr; i++) {
		k[i].key = layouts ? c->cell[i].layout : (uint64_t)c->cell[i].block;
		k[i].cell = i;
	}
	qsort(k, c->nr, sizeof(*k), key_order);
	for (size_t i = 0; i < c->nr; i++) {
		if (!i || k[i].key != k[i - 1].key)
			nr++;
		else
			join(c->cell, k[i - 1].cell, k[i].cell);
	}
	free(k);
	return nr;
}

static size_t count_groups(const struct cells *c)
{
	size_t nr = 0;

	for (size_t i = 0; i < c->nr; i++)
		nr += c->cell[i].group == i;
	return nr;
}

static enum ib_units group(struct cells *c, struct ib_pairs *out)
{
	bool in_blocks = c->nr && c->cell[0].block != IB_NO_BLOCK;
	size_t nr;

	out->nr_layouts = join_equal(c, true);
	if (!in_blocks)
		return IB_UNITS_LAYOUTS;
	out->nr_blocks = join_equal(c, false);
	nr = count_groups(c);
	if (nr == out->nr_layouts)
		return IB_UNITS_LAYOUTS;
	if (nr == out->nr_blocks)
		return IB_UNITS_BLOCKS;
	if (nr > 1)
		return IB_UNITS_GROUPS;
	for (size_t i = 0; i < c->nr; i++)
		c->cell[i].group = i;
	join_equal(c, true);
	return IB_UNITS_CROSSED;
}

/*
 * A unit's value is the mean of its cells; where they are several layouts of the same
 * launches, their midmean, since a moment's disturbance reaches some of them.
 */
static double centre(double *v, size_t n, enum ib_units units)
{
	double sum = 0;

	if (units == IB_UNITS_BLOCKS || units == IB_UNITS_GROUPS)
		return ib_midmean_unsorted(v, n);
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum / n;
}

static double difference(const struct cell *cell)
{
	return cell->patch - cell->base;
}

static double of_base(const struct cell *cell)
{
	return cell->base;
}

static double of_patch(const struct cell *cell)
{
	return cell->patch;
}

static int group_order(const void *pa, const void *pb)
{
	const struct cell *a = pa, *b = pb;
	int order = by_layout(a->group, b->group);

	if (!order)
		order = by_number(a->block, b->block);
	return order ? order : by_layout(a->layout, b->layout);
}

/* Every group's centre, in the order of their first cells; the cells are by group. */
static double *centres(const struct cells *c, double (*value)(const struct cell *cell),
		       struct ib_pairs *out)
{
	double *centre_of = ib_calloc(c->nr, sizeof(double)), *v = ib_calloc(c->nr, sizeof(double));
	size_t i = 0;

	out->n = 0;
	while (i < c->nr) {
		size_t first = c->cell[i].group, n = 0;

		for (; i < c->nr && c->cell[i].group == first; i++)
			v[n++] = value(&c->cell[i]);
		centre_of[out->n++] = centre(v, n, out->units);
	}
	free(v);
	return centre_of;
}

static void summarise(struct cells *c, struct ib_pairs *out)
{
	for (size_t i = 0; i < c->nr; i++)
		c->cell[i].group = first_of(c->cell, i);
	if (c->nr)
		qsort(c->cell, c->nr, sizeof(*c->cell), group_order);
	out->base = centres(c, of_base, out);
	out->patch = centres(c, of_patch, out);
	out->diff = centres(c, difference, out);
	for (size_t u = 0; u < out->n; u++)
		out->diff[u] = rint(out->diff[u] * GRID) / GRID;
}

static bool constant(const struct ib_obs *o, size_t nr)
{
	for (size_t i = 1; i < nr; i++)
		if (o[i].value != o[0].value)
			return false;
	return true;
}

void ib_pair(struct ib_obs *base, size_t nr_base, struct ib_obs *patch, size_t nr_patch,
	     struct ib_pairs *out)
{
	struct cells c = { .cell = ib_calloc(nr_base + 1, sizeof(*c.cell)) };

	*out = (struct ib_pairs){ .exact = constant(base, nr_base) && constant(patch, nr_patch) };
	if (nr_base)
		qsort(base, nr_base, sizeof(*base), obs_order);
	if (nr_patch)
		qsort(patch, nr_patch, sizeof(*patch), obs_order);
	match(&c, base, nr_base, patch, nr_patch, &out->incomplete);
	out->units = group(&c, out);
	summarise(&c, out);
	free(c.cell);
}

void ib_pairs_free(struct ib_pairs *pairs)
{
	free(pairs->diff);
	free(pairs->patch);
	free(pairs->base);
}
