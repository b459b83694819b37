// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/steps.h"
#include "lib/base/err.h"
#include "lib/stats/multiplicity.h"

void ib_compare_note(struct ib_comparison *c, const char *fmt, ...)
{
	va_list ap;

	c->notes = ib_realloc(c->notes, c->nr_notes + 1, sizeof(*c->notes));
	va_start(ap, fmt);
	if (vasprintf(&c->notes[c->nr_notes++], fmt, ap) < 0)
		c->nr_notes--;
	va_end(ap);
}

/* Chosen now, or declared before measuring; else the ruler's own error, if it has one. */
static void declare_delta(struct ib_comparison *c, const struct ib_selection *select)
{
	const char *recorded = ib_field(c->base->runs[0]->record, "compare/delta");
	double declared = recorded ? strtod(recorded, NULL) : 0, chosen = select->delta;
	bool declared_percent = recorded && strchr(recorded, '%');

	c->ruler = c->unit == IB_UNIT_INSNS ? 0 : select->ruler;
	c->delta = chosen >= 0 ? chosen : recorded ? declared : c->ruler;
	c->in_percent = chosen >= 0 ? select->in_percent : declared_percent;
	c->by_selftest = select->by_selftest;
	if (recorded && (c->delta != declared || c->in_percent != declared_percent))
		ib_compare_note(c, "delta %g%s was chosen after measuring; %g%s had been declared",
				c->delta, c->in_percent ? "%" : "", declared,
				declared_percent ? "%" : "");
}

double ib_row_delta(const struct ib_comparison *c, const struct ib_cmp_row *row)
{
	return c->in_percent ? c->delta * fabs(row->base_value) / 100 : c->delta;
}

static bool may_be_same(const struct ib_cmp_row *row)
{
	enum ib_verdict v = row->judgement.verdict;

	return !row->invalid && (v == IB_SAME || v == IB_TINY);
}

/* What no side ran may differ: that the rest is equal is no verdict on the sides. */
static void doubt_same(struct ib_comparison *c)
{
	c->unbuilt = ib_field(c->base->runs[0]->record, "compare/unbuilt");
	for (size_t i = 0; c->unbuilt && i < c->nr_rows; i++)
		if (may_be_same(&c->rows[i]))
			c->rows[i].judgement.verdict = IB_UNRES;
}

/* Rows of lane kvm that take INITs too, but whose state nobody looks at. */
static bool takes_inits(const struct ib_row_rec *row)
{
	return !strncmp(row->variant, "kernel:sipi", 11) ||
	       !strncmp(row->variant, "kernel:storm", 12);
}

/* A kernel does in them what it does in the rows that were looked at. */
static void share_wrong(struct ib_comparison *c)
{
	const struct ib_cmp_row *wrong = NULL;

	for (size_t i = 0; i < c->nr_rows; i++)
		if (c->rows[i].invalid && strcmp(c->rows[i].label, "invalid"))
			wrong = &c->rows[i];
	for (size_t i = 0; wrong && i < c->nr_rows; i++) {
		struct ib_cmp_row *row = &c->rows[i];

		if (row->invalid || strcmp(row->base->lane, "kvm") || !takes_inits(row->base))
			continue;
		row->invalid = wrong->invalid;
		row->label = wrong->label;
		row->harmless = wrong->harmless;
	}
}

/* In a kernel whose INIT has nothing to clear, no way of clearing can be seen. */
static void refuse_empty_mask(struct ib_comparison *c)
{
	const char *mask = ib_field(c->base->runs[0]->record, "kvm/clear_mask");

	if (c->invalid || strcmp(c->rows[0].base->lane, "kvm") || !mask || strcmp(mask, "0x0"))
		return;
	c->invalid = "INIT has nothing to clear on this CPU, where KVM offers guests neither MPX "
		     "nor CET: no difference of how it is cleared can show. It shows by "
		     "compare-branches without --hide-mpx on qemu-tcg, on an Intel CPU with MPX, "
		     "and from Linux 6.18 on where there is CET (--host bochs)";
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

static void judge_row(struct ib_cmp_row *row, const struct ib_comparison *c)
{
	struct ib_judgement *j = &row->judgement;

	ib_judge(row->pairs.diff, row->pairs.n, c->alpha, ib_row_delta(c, row), j);
	j->verdict = ib_verdict_beyond(j->verdict, j->walsh.lo, j->walsh.hi, c->ruler);
}

static void judge_rows(struct ib_comparison *c)
{
	double *p = ib_calloc(c->nr_rows, sizeof(*p)), *holm = ib_calloc(c->nr_rows, sizeof(*holm));
	size_t m = 0;

	for (size_t i = 0; i < c->nr_rows; i++)
		m += !c->rows[i].invalid && !c->rows[i].exact;
	c->alpha = IB_FAMILY_ALPHA / (m ? m : 1);
	for (size_t i = 0; i < c->nr_rows; i++) {
		struct ib_cmp_row *row = &c->rows[i];

		p[i] = NAN;
		if (row->invalid)
			continue;
		if (row->exact) {
			judge_exact(row, ib_row_delta(c, row));
			continue;
		}
		judge_row(row, c);
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

/* Has @a more units than @b? Those of a row that cannot be judged count for less. */
static bool has_more_units(const struct ib_cmp_row *a, const struct ib_cmp_row *b)
{
	if (!a->invalid != !b->invalid)
		return !a->invalid;
	return a->pairs.n > b->pairs.n;
}

static void count_units(struct ib_comparison *c)
{
	const struct ib_cmp_row *most = c->rows;

	for (size_t i = 0; i < c->nr_rows; i++) {
		if (has_more_units(&c->rows[i], most))
			most = &c->rows[i];
		c->nr_blocks = larger(c->nr_blocks, c->rows[i].pairs.nr_blocks);
		c->nr_layouts = larger(c->nr_layouts, c->rows[i].pairs.nr_layouts);
	}
	c->units = most->pairs.units;
	c->nr_units = most->pairs.n;
	c->fewest_units = c->nr_units;
	for (size_t i = 0; i < c->nr_rows; i++)
		if (!c->rows[i].invalid && c->rows[i].pairs.n < c->fewest_units)
			c->fewest_units = c->rows[i].pairs.n;
}

static bool any_judged(const struct ib_comparison *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (!c->rows[i].invalid)
			return true;
	return false;
}

struct ib_comparison *ib_compare(const struct ib_results *base, const struct ib_results *patch,
				 unsigned int side, const struct ib_selection *select)
{
	struct ib_comparison *c = ib_calloc(1, sizeof(*c));

	c->base = base;
	c->patch = patch;
	if (!ib_same_configuration(base, patch) || !ib_compare_order(c, side))
		goto fail;
	c->unit = ib_compare_unit(c, select->lane);
	declare_delta(c, select);
	if (!ib_compare_rows(c, select))
		goto fail;
	ib_compare_frequency(c, select->lane);
	refuse_empty_mask(c);
	share_wrong(c);
	judge_rows(c);
	doubt_same(c);
	count_units(c);
	ib_compare_names(c);
	if (!c->invalid && !any_judged(c))
		c->invalid = "no row could be judged";
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
	free(c->skipped);
	free(c->notes);
	free(c->rows);
	free(c);
}

bool ib_row_differs(const struct ib_cmp_row *row)
{
	enum ib_verdict v = row->judgement.verdict;

	return !row->invalid && (v == IB_FASTER || v == IB_SLOWER || v == IB_TINY);
}

double ib_row_percent(const struct ib_cmp_row *row)
{
	if (row->invalid || row->base_value == 0)
		return NAN;
	return 100 * row->judgement.walsh.hl / row->base_value;
}

const char *ib_row_verdict(const struct ib_cmp_row *row)
{
	return row->invalid ? row->label : ib_verdict_name(row->judgement.verdict);
}
