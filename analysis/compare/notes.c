// SPDX-License-Identifier: GPL-2.0-only
/* What a reader must know to believe a comparison. */
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/compare.h"
#include "analysis/compare/output.h"
#include "analysis/tables/skipped.h"
#include "lib/base/array.h"

/* Differing values of these are allowed, as they may be what is compared, but said. */
static const struct {
	const char *path;
	const char *name;
} telling[] = {
	{ "suite/compiler", "compiler" },
	{ "suite/cflags", "compiler flags" },
	{ "suite/blob_cflags", "flags of the variants" },
	{ "kernel/cmdline", "kernel command line" },
	{ "kernel/mitigations", "mitigations" },
	{ "cpu/index", "the processor they were pinned to" },
	{ "power/governor", "governor" },
	{ "power/turbo", "turbo" },
	{ "power/smt", "SMT" },
	{ "clocksource", "clocksource" },
	{ "memset", "memset" },
};

static bool equal(const struct ib_run_rec *a, const struct ib_run_rec *b, const char *path)
{
	const char *va = ib_field(a->record, path), *vb = ib_field(b->record, path);

	return !strcmp(va ? va : "", vb ? vb : "");
}

static bool equal_in_all(const struct ib_run_rec *first, const struct ib_results *results,
			 const char *path)
{
	for (size_t i = 0; i < results->nr_runs; i++)
		if (!equal(first, results->runs[i], path))
			return false;
	return true;
}

static void note_conditions(struct ib_comparison *c)
{
	const struct ib_run_rec *first = c->base->runs[0];

	for (size_t i = 0; i < ARRAY_SIZE(telling); i++)
		if (!equal_in_all(first, c->base, telling[i].path) ||
		    !equal_in_all(first, c->patch, telling[i].path))
			ib_compare_note(c, "the runs differ in %s", telling[i].name);
}

static bool all_exact(const struct ib_comparison *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (!c->rows[i].exact)
			return false;
	return true;
}

static void note_design(struct ib_comparison *c)
{
	bool together = !strcmp(c->base->runs[0]->id, c->patch->runs[0]->id);

	if (all_exact(c))
		return;
	if (!c->in_blocks && !together)
		ib_compare_note(c, "base and patch were run one after the other, not in turns: "
				   "what changed on the machine in between is not in the "
				   "intervals");
	if (c->in_blocks && !c->by_coin && !c->invalid)
		ib_compare_note(c, "no seed is recorded for the order of launches");
	if (c->units == IB_UNITS_CROSSED)
		ib_compare_note(c, "every launch had every layout: what launches have in common is "
				   "not in the intervals");
}

static void note_skipped(struct ib_comparison *c)
{
	size_t nr;
	char **texts = ib_skipped(c->skipped, c->nr_skipped, &nr);

	for (size_t i = 0; i < nr; i++) {
		ib_compare_note(c, "not measured here: %s", texts[i]);
		free(texts[i]);
	}
	free(texts);
}

static void note_losses(struct ib_comparison *c)
{
	size_t dropped = 0, repeated = 0, blocks = 0, incomplete = 0;

	for (size_t i = 0; i < c->nr_rows; i++) {
		dropped += c->rows[i].nr_dropped;
		repeated += c->rows[i].nr_repeated;
		blocks += c->rows[i].nr_blocks;
		incomplete += c->rows[i].pairs.incomplete;
	}
	if (repeated)
		ib_compare_note(c, "%zu of %zu measurements were dropped as contaminated, %zu of "
				"them taken again", dropped, blocks, repeated);
	else if (dropped)
		ib_compare_note(c, "%zu of %zu measurements were dropped as contaminated", dropped,
				blocks);
	if (incomplete)
		ib_compare_note(c, "usable measurements left out, as their counterpart is missing: "
				"%zu", incomplete);
	if (c->nr_unmatched)
		ib_compare_note(c, "rows on one side only: %zu", c->nr_unmatched);
	note_skipped(c);
}

/* Of KVM as built: how, what was done to it and what it lacks; and of the emulated CPU. */
static void note_kvm(struct ib_comparison *c)
{
	struct json_object *record = c->base->runs[0]->record;
	const char *path = ib_field(record, "compare/path");
	const char *cmdline = ib_field(record, "kernel/cmdline");

	if (path)
		ib_compare_note(c, "measured were %s", path);
	if (ib_field(record, "compare/patched"))
		ib_compare_note(c, "MPX: on both sides kvm_amd's removal of MPX from what guests "
				   "are offered was left out, so that INIT has it to clear");
	if (cmdline && strstr(cmdline, "rep_good"))
		ib_compare_note(c, "memset and memcpy are loops in this kernel, as an emulator "
				   "counts a REP once for each byte");
	if (c->unbuilt)
		ib_compare_note(c, "not in these figures, as it was not built or cannot run on this "
				   "host: the sides differ in %s, too. Nothing is \"same\" "
				   "because of that", c->unbuilt);
}

static const char *why_invalid(const struct ib_cmp_row *row)
{
	return row->invalid;
}

static const char *state_of(const struct ib_row_rec *row)
{
	if (row->oracle == IB_ORACLE_PARTIAL)
		return row->note ? row->note : "clears only part of the mask";
	if (row->oracle == IB_ORACLE_KNOWN_BUG)
		return row->note ? row->note : "has a known bug";
	return NULL;
}

static bool same_state(const struct ib_cmp_row *row)
{
	const char *base = state_of(row->base), *patch = state_of(row->patch);

	return base && patch && !strcmp(base, patch);
}

static const char *state_of_both(const struct ib_cmp_row *row)
{
	return same_state(row) ? state_of(row->base) : NULL;
}

static const char *state_of_base(const struct ib_cmp_row *row)
{
	return same_state(row) ? NULL : state_of(row->base);
}

static const char *state_of_patch(const struct ib_cmp_row *row)
{
	return same_state(row) ? NULL : state_of(row->patch);
}

static const char *counts_vary(const struct ib_cmp_row *row)
{
	return row->counts_vary ? "the count varies from sample to sample, and with it this "
				  "difference from run to run" : NULL;
}

static const char *two_modes(const struct ib_cmp_row *row)
{
	return row->two_modes;
}

/* What is said of rows; what is said of several is said once. */
static const struct {
	const char *before;
	const char *(*of)(const struct ib_cmp_row *row);
} said[] = {
	{ "", why_invalid },
	{ "each side ", state_of_both },
	{ "the base ", state_of_base },
	{ "the patch ", state_of_patch },
	{ "", counts_vary },
	{ "two modes are suspected (dip test) in ", two_modes },
};

static bool is_said(const struct ib_cmp_row *row, size_t what, const char *text)
{
	const char *own = said[what].of(row);

	return own && !strcmp(own, text);
}

/* Notes once what is said of row @i, unless an earlier row had it noted. */
static void note_of_row(struct ib_comparison *c, size_t i, size_t what)
{
	const char *text = said[what].of(&c->rows[i]);
	size_t nr = 0;

	if (!text)
		return;
	for (size_t k = 0; k < c->nr_rows; k++) {
		if (!is_said(&c->rows[k], what, text))
			continue;
		if (k < i)
			return;
		nr++;
	}
	if (nr == 1)
		ib_compare_note(c, "%s: %s%s", c->rows[i].name, said[what].before, text);
	else
		ib_compare_note(c, "%zu of %zu rows: %s%s", nr, c->nr_rows, said[what].before,
				text);
}

static void note_rows(struct ib_comparison *c)
{
	for (size_t what = 0; what < ARRAY_SIZE(said); what++)
		for (size_t i = 0; i < c->nr_rows; i++)
			note_of_row(c, i, what);
}

void ib_compare_notes(struct ib_comparison *c)
{
	if (c->invalid)
		ib_compare_note(c, "INVALID: %s", c->invalid);
	note_design(c);
	note_kvm(c);
	note_losses(c);
	note_conditions(c);
	note_rows(c);
}
