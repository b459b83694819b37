// SPDX-License-Identifier: GPL-2.0-only
/* Rows that both sides have, as pairs of blocks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "analysis/compare/steps.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/row_order.h"
#include "lib/stats/dip.h"
#include "lib/stats/midmean.h"

/*
 * struct side - one file's rows of one name, from all its runs
 * @rows: one a run at most
 * @runs: that they are of
 */
struct side {
	const struct ib_row_rec **rows;
	const struct ib_run_rec **runs;
	size_t nr;
};

static int row_order(const struct ib_row_rec *a, const struct ib_row_rec *b, bool by_variant)
{
	int order = strcmp(a->lane, b->lane);

	if (!order)
		order = ib_compare_groups(a, b);
	if (!order && by_variant)
		order = strverscmp(a->variant, b->variant);
	return order;
}

static bool selected(const struct ib_row_rec *row, const char *lane, const char *variant)
{
	return (!lane || !strcmp(row->lane, lane)) && (!variant || !strcmp(row->variant, variant));
}

/* struct entry - a row that is selected; @at: its place in the file */
struct entry {
	const struct ib_row_rec *row;
	const struct ib_run_rec *run;
	size_t at;
};

/*
 * struct lot - all rows of a file that are selected, those of one name side by side
 * @by_variant: the variant is a part of the name
 * @bugs: "lane/variant" of those that have a known bug in some row
 */
struct lot {
	struct entry *entry;
	size_t nr;
	bool by_variant;
	struct ib_string_map *bugs;
};

static int entry_order(const void *a, const void *b, void *by_variant)
{
	const struct entry *x = a, *y = b;
	int order = row_order(x->row, y->row, *(bool *)by_variant);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static char *bug_key(const struct ib_row_rec *row)
{
	return ib_asprintf("%s/%s", row->lane, row->variant);
}

static void note_bug(struct lot *lot, const struct ib_row_rec *row)
{
	char *key;

	if (row->oracle != IB_ORACLE_KNOWN_BUG)
		return;
	key = bug_key(row);
	ib_string_map_set(lot->bugs, key, 1);
	free(key);
}

/* A variant with a bug has it in every row, also where a row's own state does not show it. */
static bool has_bug(const struct lot *lot, const struct ib_row_rec *like)
{
	char *key = bug_key(like);
	bool has = ib_string_map_find(lot->bugs, key) > 0;

	free(key);
	return has;
}

static struct lot lot_of(const struct ib_results *results, const char *lane, const char *variant)
{
	struct lot lot = { .by_variant = !variant, .bugs = ib_string_map_new() };
	size_t at = 0;

	for (size_t i = 0; i < results->nr_runs; i++) {
		const struct ib_run_rec *run = results->runs[i];

		for (size_t k = 0; k < run->nr_rows; k++, at++) {
			note_bug(&lot, run->rows[k]);
			if (!selected(run->rows[k], lane, variant))
				continue;
			lot.entry = ib_grow(lot.entry, lot.nr, sizeof(*lot.entry));
			lot.entry[lot.nr++] = (struct entry){ run->rows[k], run, at };
		}
	}
	if (lot.nr)
		qsort_r(lot.entry, lot.nr, sizeof(*lot.entry), entry_order, &lot.by_variant);
	return lot;
}

static void lot_free(struct lot *lot)
{
	ib_string_map_free(lot->bugs);
	free(lot->entry);
}

/* Does a name begin with this entry? */
static bool is_first(const struct lot *lot, size_t i)
{
	return !i || row_order(lot->entry[i].row, lot->entry[i - 1].row, lot->by_variant);
}

static size_t find_first(const struct lot *lot, const struct ib_row_rec *like)
{
	size_t lo = 0, hi = lot->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (row_order(lot->entry[mid].row, like, lot->by_variant) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct side side_of(const struct lot *lot, const struct ib_row_rec *like)
{
	struct side s = { 0 };

	for (size_t i = find_first(lot, like);
	     i < lot->nr && !row_order(lot->entry[i].row, like, lot->by_variant); i++) {
		s.rows = ib_grow(s.rows, s.nr, sizeof(void *));
		s.runs = ib_grow(s.runs, s.nr, sizeof(void *));
		s.rows[s.nr] = lot->entry[i].row;
		s.runs[s.nr++] = lot->entry[i].run;
	}
	return s;
}

static void side_free(struct side *s)
{
	free(s->runs);
	free(s->rows);
}

static double in_unit(const struct ib_block_rec *block, enum ib_unit unit)
{
	return unit == IB_UNIT_CYCLES ? block->value / block->ratio : block->value;
}

static struct ib_obs *observations(const struct side *s, enum ib_unit unit, size_t *nr,
				   struct ib_cmp_row *row)
{
	struct ib_obs *obs = NULL;
	size_t all = 0;

	for (size_t i = 0; i < s->nr; i++)
		all += s->rows[i]->nr_blocks;
	obs = ib_calloc(all, sizeof(*obs));
	*nr = 0;
	for (size_t i = 0; i < s->nr; i++) {
		struct json_object *run = s->runs[i]->record;
		int64_t block = ib_field_number(run, "compare/block", IB_NO_BLOCK);
		int64_t pos = ib_field_number(run, "compare/pos", 0);

		for (size_t k = 0; k < s->rows[i]->nr_blocks; k++) {
			const struct ib_block_rec *b = &s->rows[i]->blocks[k];

			row->nr_repeated += b->repeated;
			if (b->dropped)
				continue;
			obs[(*nr)++] = (struct ib_obs){
				.block = block,
				.pos = pos,
				.layout = b->layout,
				.value = in_unit(b, unit),
			};
		}
	}
	row->nr_dropped += all - *nr;
	row->nr_blocks += all;
	return obs;
}

static double midmean_of(const double *x, size_t n)
{
	double *sorted = ib_calloc(n, sizeof(*sorted)), mid;

	if (n)
		memcpy(sorted, x, n * sizeof(*sorted));
	gsl_sort(sorted, 1, n);
	mid = ib_midmean(sorted, n);
	free(sorted);
	return mid;
}

static bool counted(const struct side *s, int64_t *insns)
{
	*insns = s->rows[0]->insns;
	for (size_t i = 0; i < s->nr; i++)
		if (s->rows[i]->insns < 0 || s->rows[i]->insns != *insns)
			return false;
	return true;
}

/**
 * struct work - what a side does
 * @oracle: the worst verdict on it
 * @cleared: components that it cleared in every run; of no meaning where nobody recorded it
 */
struct work {
	enum ib_oracle oracle;
	uint64_t cleared;
};

static struct work work_of(const struct side *s, const struct lot *lot)
{
	struct work w = { .oracle = has_bug(lot, s->rows[0]) ? IB_ORACLE_KNOWN_BUG : 0,
			  .cleared = UINT64_MAX };

	for (size_t i = 0; i < s->nr; i++) {
		if (s->rows[i]->oracle > w.oracle)
			w.oracle = s->rows[i]->oracle;
		w.cleared &= s->rows[i]->cleared;
	}
	return w;
}

static void set_invalid(struct ib_cmp_row *row, const char *label, const char *why, bool harmless)
{
	row->label = label;
	row->invalid = why;
	row->harmless = harmless;
}

/* Nothing is faster by not doing it. Return: whether both sides do the same work. */
static bool do_the_same(struct ib_cmp_row *row, struct work base, struct work patch)
{
	bool less = patch.oracle > base.oracle || base.cleared & ~patch.cleared;

	if (base.oracle == IB_ORACLE_WRONG)
		set_invalid(row, "wrong", "the base leaves a wrong state", false);
	else if (patch.oracle == IB_ORACLE_WRONG)
		set_invalid(row, "wrong", "the patch leaves a wrong state", false);
	else if (patch.oracle == IB_ORACLE_KNOWN_BUG && base.oracle == IB_ORACLE_KNOWN_BUG)
		set_invalid(row, "bug", "neither side clears anything", true);
	else if (patch.oracle == IB_ORACLE_KNOWN_BUG)
		set_invalid(row, "bug", "the patch clears nothing: whatever it costs, it is not "
			    "compared", false);
	else if (base.oracle == IB_ORACLE_KNOWN_BUG)
		set_invalid(row, "bug", "the base clears nothing: whatever it costs, it is not "
			    "compared", true);
	else if (patch.oracle == IB_ORACLE_OK && base.oracle == IB_ORACLE_OK &&
		 patch.cleared != base.cleared)
		set_invalid(row, "wrong", less ? "the patch clears less than the base" :
						 "the base clears less than the patch", false);
	else if (patch.oracle != IB_ORACLE_PARTIAL && base.oracle != IB_ORACLE_PARTIAL)
		return true;
	else if (patch.oracle != base.oracle || patch.cleared != base.cleared)
		set_invalid(row, "part", less ? "the patch clears less than the base" :
						"the base clears less than the patch", !less);
	return !row->invalid;
}

static void find_invalid(struct ib_cmp_row *row, struct work base, struct work patch)
{
	const char *why = NULL;

	if (!do_the_same(row, base, patch))
		return;
	if (2 * (row->nr_dropped - row->nr_repeated) > row->nr_blocks - row->nr_repeated)
		why = "more than half of its blocks were dropped";
	else if (!row->pairs.n)
		why = "no layout was measured on both sides";
	for (size_t u = 0; u < row->pairs.n && !why; u++)
		if (!isfinite(row->pairs.diff[u]))
			why = "a value is no finite number";
	if (why)
		set_invalid(row, "invalid", why, false);
}

static const char *which_two_modes(const struct ib_pairs *p)
{
	static const char *const which[] = { NULL, "base", "patch", "base and patch" };

	return which[ib_two_modes(p->base, p->n) + 2 * ib_two_modes(p->patch, p->n)];
}

static void measure_row(struct ib_comparison *c, struct ib_cmp_row *row, const struct side *base,
			const struct side *patch, const struct lot *bases,
			const struct lot *patches)
{
	size_t nr_base, nr_patch;
	struct ib_obs *b = observations(base, c->unit, &nr_base, row);
	struct ib_obs *p = observations(patch, c->unit, &nr_patch, row);
	int64_t base_insns, patch_insns;

	ib_pair(b, nr_base, p, nr_patch, &row->pairs);
	free(p);
	free(b);
	row->base_value = midmean_of(row->pairs.base, row->pairs.n);
	row->patch_value = midmean_of(row->pairs.patch, row->pairs.n);
	row->exact = c->unit == IB_UNIT_INSNS && row->pairs.exact && row->pairs.n;
	row->insns_known = counted(base, &base_insns) && counted(patch, &patch_insns);
	if (row->insns_known)
		row->insns = patch_insns - base_insns;
	row->counts_vary = row->insns_known && row->exact &&
			   (fabs(row->base_value - base_insns) >= 1 ||
			    fabs(row->patch_value - patch_insns) >= 1);
	if (row->insns_known && row->exact) {
		row->base_value = base_insns;
		row->patch_value = patch_insns;
	}
	find_invalid(row, work_of(base, bases), work_of(patch, patches));
	row->two_modes = which_two_modes(&row->pairs);
}

/* A row this machine cannot run is recorded, but has no blocks. */
static bool measured(const struct side *s)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->rows[i]->nr_blocks)
			return true;
	return false;
}

static void add_row(struct ib_comparison *c, const struct ib_row_rec *like,
		    const struct lot *bases, const struct lot *patches)
{
	struct side base = side_of(bases, like), patch = side_of(patches, like);
	struct ib_cmp_row *row;

	if (!base.nr || !patch.nr) {
		c->nr_unmatched++;
	} else if (!measured(&base) && !measured(&patch)) {
		c->skipped = ib_grow(c->skipped, c->nr_skipped, sizeof(*c->skipped));
		c->skipped[c->nr_skipped++] = like->skip ? like->skip : "no block was taken";
	} else {
		c->rows = ib_grow(c->rows, c->nr_rows, sizeof(*c->rows));
		row = &c->rows[c->nr_rows++];
		*row = (struct ib_cmp_row){ .base = base.rows[0], .patch = patch.rows[0],
					    .p_holm = NAN };
		measure_row(c, row, &base, &patch, bases, patches);
	}
	side_free(&patch);
	side_free(&base);
}

static bool one_lane(const struct lot *lot)
{
	const char *first = lot->nr ? lot->entry[0].row->lane : NULL;
	const char *last = lot->nr ? lot->entry[lot->nr - 1].row->lane : NULL;

	if (!lot->nr || !strcmp(first, last))
		return true;
	ib_error("lanes %s and %s in one comparison; choose one with --lane", first, last);
	return false;
}

static size_t nr_names(const struct lot *lot)
{
	size_t nr = 0;

	for (size_t i = 0; i < lot->nr; i++)
		nr += is_first(lot, i);
	return nr;
}

bool ib_compare_rows(struct ib_comparison *c, const struct ib_selection *select)
{
	struct lot base = lot_of(c->base, select->lane, select->base_variant);
	struct lot patch = lot_of(c->patch, select->lane, select->patch_variant);
	bool ok = one_lane(&base) && one_lane(&patch);

	for (size_t i = 0; ok && i < base.nr; i++)
		if (is_first(&base, i))
			add_row(c, base.entry[i].row, &base, &patch);
	c->nr_unmatched += nr_names(&patch) - c->nr_rows - c->nr_skipped;
	lot_free(&patch);
	lot_free(&base);
	if (ok && !c->nr_rows)
		ib_error("%s and %s have no measured row in common; run both with the same rows",
			 c->base->runs[0]->file, c->patch->runs[0]->file);
	return ok && c->nr_rows;
}
