// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <json-c/json.h>

#include "analysis/compare.h"
#include "analysis/dip.h"
#include "analysis/midmean.h"
#include "analysis/multiple.h"
#include "analysis/operation.h"
#include "analysis/order.h"
#include "analysis/row_order.h"
#include "bench/err.h"

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

void ib_compare_note(struct ib_comparison *c, const char *fmt, ...)
{
	va_list ap;

	c->notes = ib_realloc(c->notes, c->nr_notes + 1, sizeof(*c->notes));
	va_start(ap, fmt);
	if (vasprintf(&c->notes[c->nr_notes++], fmt, ap) < 0)
		c->nr_notes--;
	va_end(ap);
}

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

static int64_t number(const struct ib_run_rec *run, const char *path, int64_t otherwise)
{
	const char *s = ib_field(run->record, path);

	return s ? strtoll(s, NULL, 0) : otherwise;
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
		int64_t block = number(s->runs[i], "compare/block", IB_NO_BLOCK);

		for (size_t k = 0; k < s->rows[i]->nr_blocks; k++) {
			const struct ib_block_rec *b = &s->rows[i]->blocks[k];

			row->nr_repeated += b->repeated;
			if (b->dropped)
				continue;
			obs[(*nr)++] = (struct ib_obs){
				.block = block,
				.pos = block == IB_NO_BLOCK ? 0
							    : number(s->runs[i], "compare/pos", 0),
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

static bool wrong(const struct side *s)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->rows[i]->oracle == IB_ORACLE_WRONG)
			return true;
	return false;
}

static const char *why_invalid(const struct side *base, const struct side *patch,
			       const struct ib_cmp_row *row)
{
	if (wrong(base))
		return "the base leaves a wrong state";
	if (wrong(patch))
		return "the patch leaves a wrong state";
	if (2 * (row->nr_dropped - row->nr_repeated) > row->nr_blocks - row->nr_repeated)
		return "more than half of its blocks were dropped";
	return NULL;
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
	row->invalid = why_invalid(base, patch, row);
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
		c->nr_skipped++;
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

static bool collect_rows(struct ib_comparison *c, const struct ib_selection *select)
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

/* Cycles only if every block can be converted. */
static bool calibrated(const struct ib_results *results, const struct ib_selection *select)
{
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			if (!selected(row, select->lane, NULL))
				continue;
			for (size_t b = 0; b < row->nr_blocks; b++)
				if (!row->blocks[b].dropped && isnan(row->blocks[b].ratio))
					return false;
		}
	}
	return true;
}

static enum ib_unit unit_of(const struct ib_comparison *c, const struct ib_selection *select)
{
	if (c->base->runs[0]->counts)
		return IB_UNIT_INSNS;
	return calibrated(c->base, select) && calibrated(c->patch, select) ? IB_UNIT_CYCLES :
									     IB_UNIT_TICKS;
}

/* Share of the blocks whose two calibration chains disagree. */
static double disagreeing(const struct ib_results *results, size_t *nr)
{
	size_t bad = 0;

	*nr = 0;
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			for (size_t b = 0; b < row->nr_blocks; b++) {
				if (row->blocks[b].dropped || isnan(row->blocks[b].disagree))
					continue;
				bad += fabs(row->blocks[b].disagree) > IB_CHAINS_AGREE;
				(*nr)++;
			}
		}
	}
	return bad;
}

static void check_frequency(struct ib_comparison *c)
{
	size_t nr_base, nr_patch;
	double bad = disagreeing(c->base, &nr_base) + disagreeing(c->patch, &nr_patch);

	if (2 * bad > nr_base + nr_patch)
		c->invalid = "the calibration chains disagree in more than half of the blocks: the "
			     "frequency moved";
}

static bool all_in_blocks(const struct ib_results *results, bool in_blocks)
{
	for (size_t i = 0; i < results->nr_runs; i++)
		if ((number(results->runs[i], "compare/block", IB_NO_BLOCK) != IB_NO_BLOCK) !=
		    in_blocks)
			return false;
	return true;
}

/* Is every launch of this side where the coin puts it? */
static bool coin_agrees(const struct ib_results *results, unsigned int side, unsigned int arms,
			uint64_t coin)
{
	unsigned int arm[2 * IB_ARMS_MAX];

	for (size_t i = 0; i < results->nr_runs; i++) {
		int64_t block = number(results->runs[i], "compare/block", 0);
		int64_t pos = number(results->runs[i], "compare/pos", 0);

		ib_order(coin, block, arms, arm);
		if (pos < 0 || pos >= 2 * arms || arm[pos] != side)
			return false;
	}
	return true;
}

static bool check_order(struct ib_comparison *c, unsigned int side)
{
	const struct ib_run_rec *first = c->base->runs[0];
	const char *coin = ib_field(first->record, "compare/coin");

	c->in_blocks = number(first, "compare/block", IB_NO_BLOCK) != IB_NO_BLOCK;
	c->arms = number(first, "compare/arms", 2);
	if (!all_in_blocks(c->base, c->in_blocks) || !all_in_blocks(c->patch, c->in_blocks)) {
		ib_error("launches of a comparison and plain runs in one comparison; name files of "
			 "one kind");
		return false;
	}
	if (!c->in_blocks || !coin)
		return true;
	if (c->arms < 2 || c->arms > IB_ARMS_MAX) {
		ib_error("%s: %u arms; 2 or 3 are known", first->file, c->arms);
		return false;
	}
	c->by_coin = coin_agrees(c->base, 0, c->arms, strtoull(coin, NULL, 0)) &&
		     coin_agrees(c->patch, side, c->arms, strtoull(coin, NULL, 0));
	if (!c->by_coin)
		c->invalid = "the launches are not in the order the recorded coin gives";
	return true;
}

static void declare_delta(struct ib_comparison *c, double chosen)
{
	const char *recorded = ib_field(c->base->runs[0]->record, "compare/delta");
	double declared = recorded ? strtod(recorded, NULL) : 0;

	c->delta = chosen >= 0 ? chosen : declared;
	if (recorded && c->delta != declared)
		ib_compare_note(c, "delta %g was chosen after measuring; %g had been declared",
				c->delta, declared);
}

static void judge_exact(struct ib_cmp_row *row, double delta)
{
	double d = row->patch_value - row->base_value;

	row->judgement = (struct ib_judgement){
		.n = row->pairs.n,
		.walsh = { d, d, d },
		.verdict = d == 0 ? IB_SAME : ib_verdict_of(d, d, true, delta),
	};
}

static void judge_rows(struct ib_comparison *c)
{
	double *p = ib_calloc(c->nr_rows, sizeof(*p)), *holm = ib_calloc(c->nr_rows, sizeof(*holm));
	size_t m = 0;

	for (size_t i = 0; i < c->nr_rows; i++) {
		if (!c->rows[i].invalid && !c->rows[i].pairs.n)
			c->rows[i].invalid = "no layout was measured on both sides";
		m += !c->rows[i].invalid && !c->rows[i].exact;
	}
	c->alpha = IB_FAMILY_ALPHA / (m ? m : 1);
	for (size_t i = 0; i < c->nr_rows; i++) {
		struct ib_cmp_row *row = &c->rows[i];

		p[i] = NAN;
		if (row->invalid)
			continue;
		if (row->exact) {
			judge_exact(row, c->delta);
			continue;
		}
		ib_judge(row->pairs.diff, row->pairs.n, c->alpha, c->delta, &row->judgement);
		p[i] = row->judgement.rank.p;
	}
	ib_holm(p, c->nr_rows, holm);
	for (size_t i = 0; i < c->nr_rows; i++)
		c->rows[i].p_holm = holm[i];
	free(holm);
	free(p);
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void count_units(struct ib_comparison *c)
{
	c->units = c->rows[0].pairs.units;
	for (size_t i = 0; i < c->nr_rows; i++) {
		c->nr_units = larger(c->nr_units, c->rows[i].pairs.n);
		c->nr_blocks = larger(c->nr_blocks, c->rows[i].pairs.nr_blocks);
		c->nr_layouts = larger(c->nr_layouts, c->rows[i].pairs.nr_layouts);
	}
}

/* The axes in which rows differ make up their names. */
static bool varies(const struct ib_comparison *c, const char *(*axis)(const struct ib_row_rec *row))
{
	for (size_t i = 1; i < c->nr_rows; i++)
		if (strcmp(axis(c->rows[i].base), axis(c->rows[0].base)))
			return true;
	return false;
}

static const char *variant_axis(const struct ib_row_rec *row)
{
	return row->variant;
}

static const char *mask_axis(const struct ib_row_rec *row)
{
	return row->mask;
}

static const char *content_axis(const struct ib_row_rec *row)
{
	return row->content;
}

static const char *temp_axis(const struct ib_row_rec *row)
{
	return row->temp;
}

/* An operation has no choice of event and fpu; all have one mask, as a rule. */
static char *name_operation(const struct ib_comparison *c, const struct ib_row_rec *r)
{
	bool mask = varies(c, mask_axis);

	return ib_asprintf("%s%s%s", ib_operation_name(r->variant), mask ? "/" : "",
			   mask ? r->mask : "");
}

static char *name_variant(const struct ib_comparison *c, const struct ib_row_rec *r)
{
	bool variant = varies(c, variant_axis);

	return ib_asprintf("%s%s%s/%s/%s", variant ? r->variant : "", variant ? "/" : "", r->event,
			   r->fpu, r->mask);
}

static void name_rows(struct ib_comparison *c)
{
	bool content = varies(c, content_axis), temp = varies(c, temp_axis);

	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_row_rec *r = c->rows[i].base;
		char *name = ib_operation_name(r->variant) ? name_operation(c, r) :
							     name_variant(c, r);

		c->rows[i].name = ib_asprintf("%s%s%s%s%s", name, content ? "/" : "",
					      content ? r->content : "", temp ? "/" : "",
					      temp ? r->temp : "");
		free(name);
	}
}

struct ib_comparison *ib_compare(const struct ib_results *base, const struct ib_results *patch,
				 unsigned int side, const struct ib_selection *select)
{
	struct ib_comparison *c = ib_calloc(1, sizeof(*c));

	c->base = base;
	c->patch = patch;
	if (!ib_same_configuration(base, patch) || !check_order(c, side))
		goto fail;
	c->unit = unit_of(c, select);
	declare_delta(c, select->delta);
	if (!collect_rows(c, select))
		goto fail;
	check_frequency(c);
	judge_rows(c);
	count_units(c);
	name_rows(c);
	return c;
fail:
	ib_comparison_free(c);
	return NULL;
}

void ib_comparison_free(struct ib_comparison *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->nr_notes; i++)
		free(c->notes[i]);
	for (size_t i = 0; i < c->nr_rows; i++) {
		ib_pairs_free(&c->rows[i].pairs);
		free(c->rows[i].name);
	}
	free(c->notes);
	free(c->rows);
	free(c);
}

bool ib_row_differs(const struct ib_cmp_row *row)
{
	enum ib_verdict v = row->judgement.verdict;

	return !row->invalid && (v == IB_FASTER || v == IB_SLOWER || v == IB_TINY);
}

const char *ib_row_verdict(const struct ib_cmp_row *row)
{
	return row->invalid ? "invalid" : ib_verdict_name(row->judgement.verdict);
}
