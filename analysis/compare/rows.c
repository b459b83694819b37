// SPDX-License-Identifier: GPL-2.0-only
/* Rows that both sides have, as pairs of blocks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "analysis/compare/steps.h"
#include "lib/base/err.h"
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

static struct side side_of(const struct ib_results *results, const struct ib_row_rec *like,
			   const char *variant)
{
	struct side s = { 0 };

	for (size_t i = 0; i < results->nr_runs; i++) {
		const struct ib_run_rec *run = results->runs[i];

		for (size_t k = 0; k < run->nr_rows; k++) {
			if (row_order(run->rows[k], like, !variant) ||
			    !selected(run->rows[k], NULL, variant))
				continue;
			s.rows = ib_realloc(s.rows, s.nr + 1, sizeof(void *));
			s.runs = ib_realloc(s.runs, s.nr + 1, sizeof(void *));
			s.rows[s.nr] = run->rows[k];
			s.runs[s.nr++] = run;
		}
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

/* A variant with a bug has it in every row, also where a row's own state does not show it. */
static bool has_bug(const struct ib_results *results, const struct ib_row_rec *like)
{
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			if (row->oracle == IB_ORACLE_KNOWN_BUG && !strcmp(row->lane, like->lane) &&
			    !strcmp(row->variant, like->variant))
				return true;
		}
	}
	return false;
}

static struct work work_of(const struct side *s, const struct ib_results *results)
{
	struct work w = { .oracle = has_bug(results, s->rows[0]) ? IB_ORACLE_KNOWN_BUG : 0,
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
			const struct side *patch)
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
	find_invalid(row, work_of(base, c->base), work_of(patch, c->patch));
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
		    const struct ib_selection *select)
{
	struct side base = side_of(c->base, like, select->base_variant);
	struct side patch = side_of(c->patch, like, select->patch_variant);
	struct ib_cmp_row *row;

	if (!base.nr || !patch.nr) {
		c->nr_unmatched++;
	} else if (!measured(&base) && !measured(&patch)) {
		c->skipped = ib_realloc(c->skipped, c->nr_skipped + 1, sizeof(*c->skipped));
		c->skipped[c->nr_skipped++] = like->skip ? like->skip : "no block was taken";
	} else {
		c->rows = ib_realloc(c->rows, c->nr_rows + 1, sizeof(*c->rows));
		row = &c->rows[c->nr_rows++];
		*row = (struct ib_cmp_row){ .base = base.rows[0], .patch = patch.rows[0],
					    .p_holm = NAN };
		measure_row(c, row, &base, &patch);
	}
	side_free(&patch);
	side_free(&base);
}

/* The first row of each name, in the order of the axes. */
static const struct ib_row_rec **row_names(const struct ib_results *results, const char *lane,
					   const char *variant, size_t *nr)
{
	const struct ib_row_rec **names = NULL;

	*nr = 0;
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];
			size_t at = 0;
			int order = 1;

			if (!selected(row, lane, variant))
				continue;
			while (at < *nr && (order = row_order(row, names[at], !variant)) > 0)
				at++;
			if (at < *nr && !order)
				continue;
			names = ib_realloc(names, *nr + 1, sizeof(void *));
			memmove(&names[at + 1], &names[at], (*nr - at) * sizeof(void *));
			names[at] = row;
			(*nr)++;
		}
	}
	return names;
}

static bool one_lane(const struct ib_row_rec **names, size_t nr)
{
	for (size_t i = 1; i < nr; i++) {
		if (strcmp(names[i]->lane, names[0]->lane)) {
			ib_error("lanes %s and %s in one comparison; choose one with --lane",
				 names[0]->lane, names[i]->lane);
			return false;
		}
	}
	return true;
}

bool ib_compare_rows(struct ib_comparison *c, const struct ib_selection *select)
{
	size_t nr_base, nr_patch;
	const struct ib_row_rec **base = row_names(c->base, select->lane, select->base_variant,
						   &nr_base);
	const struct ib_row_rec **patch = row_names(c->patch, select->lane, select->patch_variant,
						    &nr_patch);
	bool ok = one_lane(base, nr_base) && one_lane(patch, nr_patch);

	for (size_t i = 0; ok && i < nr_base; i++)
		add_row(c, base[i], select);
	c->nr_unmatched += nr_patch - c->nr_rows - c->nr_skipped;
	free(patch);
	free(base);
	if (ok && !c->nr_rows)
		ib_error("%s and %s have no measured row in common; run both with the same rows",
			 c->base->runs[0]->file, c->patch->runs[0]->file);
	return ok && c->nr_rows;
}
