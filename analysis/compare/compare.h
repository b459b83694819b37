/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two sides of results compared row by row.
 *
 * A side is every run of one file. Two kinds of file can be compared:
 *
 *  - what `initbench run` writes: rows are paired by layout, so both sides must
 *    have been run with the same --seed;
 *
 *  - launches of a comparison: every launch is a run of its own, whose run record has
 *      "compare": {"side": "base"|"patch"|"aa", "ref": "kvm-next", "commit": "1f2e..",
 *                  "dirty": false, "coin": "0x..", "arms": 2, "delta": 2.0|null,
 *                  "ordinal": 1, "block": 0, "pos": 0}
 *    where pos is the place of the launch in its block of 2 * arms, drawn by
 *    ib_order(coin, block, arms); delta was declared before measuring; ordinal
 *    counts the comparisons made of these two sides; "path" says how the sides were built
 *    and why so, "patched" names what was done to the sources of both, "unbuilt" sources
 *    that differ but were not built or cannot run here, "options" what else
 *    scripts/compare-branches was told, if anything.
 *    `initbench run --compare` writes it. All launches of a block are given
 *    the same --seed, and blocks seeds of their own unless layouts shall repeat.
 */
#ifndef INITBENCH_COMPARE_H
#define INITBENCH_COMPARE_H

#include "analysis/tables/rows.h"
#include "lib/schema/results.h"
#include "lib/stats/judge.h"
#include "lib/stats/pair.h"

/* Of all rows together */
#define IB_FAMILY_ALPHA	0.05

/**
 * struct ib_selection - what of the files is compared
 * @lane: only rows of this lane, or NULL
 * @base_variant: only rows of this variant on the base side, or NULL
 * @patch_variant: the same on the patch side; the variant is then no part of a
 *                 row's name
 * @delta: half width of the band called the same, in the unit of the table; negative: as
 *         the files declare, else @ruler
 * @in_percent: @delta is hundredths of the base
 * @ruler: what the instrument itself errs by, core cycles; nothing smaller is faster or slower
 * @by_selftest: @ruler is what selftest found on this CPU type; else what the suite aims at
 */
struct ib_selection {
	const char *lane;
	const char *base_variant;
	const char *patch_variant;
	double delta;
	bool in_percent;
	double ruler;
	bool by_selftest;
};

/**
 * struct ib_cmp_row - a row both sides have
 * @base: axes, from the base
 * @patch: axes, from the patch
 * @name: what distinguishes it from the other rows
 * @pairs: units
 * @nr_dropped: blocks dropped while measuring, both sides
 * @nr_repeated: of those, the ones that were taken again
 * @nr_blocks: blocks of both sides, dropped ones included
 * @base_value: midmean over units, NaN without units; of exact rows the commonest count,
 *              where that is known
 * @patch_value: the same of the patch
 * @insns: patch - base instructions
 * @insns_known: both sides counted them
 * @exact: the clock counts instructions and no side varied: the difference is
 *         a fact, no estimate
 * @counts_vary: exact as its layouts go, but from sample to sample the count differs
 * @judgement: walsh, n and verdict are valid for exact rows too
 * @p_holm: over all rows judged; NaN for exact or invalid ones
 * @invalid: why the row cannot be judged, or NULL
 * @label: with @invalid what stands for a verdict: "invalid"; of sides that do not do the same
 *         work "wrong", "bug" or "part", whatever they cost
 * @harmless: with @invalid: the patch does no less than the base, so that the other rows stand
 * @two_modes: "base", "patch", "base and patch" where two modes are suspected, or NULL
 */
struct ib_cmp_row {
	const struct ib_row_rec *base;
	const struct ib_row_rec *patch;
	char *name;
	struct ib_pairs pairs;
	size_t nr_dropped;
	size_t nr_repeated;
	size_t nr_blocks;
	double base_value;
	double patch_value;
	int64_t insns;
	bool insns_known;
	bool exact;
	bool counts_vary;
	struct ib_judgement judgement;
	double p_holm;
	const char *invalid;
	const char *label;
	bool harmless;
	const char *two_modes;
};

/**
 * struct ib_comparison - everything a table or a record of it needs
 * @base: side
 * @patch: side
 * @unit: of all values but instructions
 * @delta: half width of the band called the same, 0 if there is none
 * @in_percent: @delta is hundredths of each row's base
 * @ruler: see struct ib_selection; 0 of exact counts
 * @by_selftest: likewise
 * @alpha: of each row's interval
 * @in_blocks: launched in ABBA blocks; else each side is one stretch of time
 * @arms: launched in each block
 * @nr_blocks: ABBA blocks used by the row that used most
 * @nr_layouts: layouts, likewise
 * @units: what the units of the row with most are
 * @nr_units: how many it has
 * @fewest_units: units of the valid row with fewest
 * @by_coin: the order recorded is the one the coin recorded gives
 * @rows: in the order of the axes
 * @nr_rows: how many
 * @nr_unmatched: rows that only one side has
 * @skipped: why each row that neither side could run, and that is not in @rows, was not
 * @nr_skipped: how many
 * @notes: what a reader must know to believe the table
 * @nr_notes: how many
 * @unbuilt: sources that differ and whose code no side ran, or NULL: nothing is "same" then
 * @invalid: why nothing here may be believed, or NULL
 */
struct ib_comparison {
	const struct ib_results *base;
	const struct ib_results *patch;
	enum ib_unit unit;
	double delta;
	bool in_percent;
	double ruler;
	bool by_selftest;
	double alpha;
	bool in_blocks;
	unsigned int arms;
	size_t nr_blocks;
	size_t nr_layouts;
	enum ib_units units;
	size_t nr_units;
	size_t fewest_units;
	bool by_coin;
	struct ib_cmp_row *rows;
	size_t nr_rows;
	size_t nr_unmatched;
	const char **skipped;
	size_t nr_skipped;
	char **notes;
	size_t nr_notes;
	const char *unbuilt;
	const char *invalid;
};

/**
 * ib_compare() - compare two sides
 * @base: results of the base
 * @patch: results of the patch, or of the base built again (A/A)
 * @side: place of @patch in ib_order(): 1 patch, 2 A/A
 * @select: what of them
 *
 * Return: the comparison, which does not outlive @base and @patch; NULL after a message
 * if they cannot be compared: mixed configurations, nothing in common.
 */
struct ib_comparison *ib_compare(const struct ib_results *base, const struct ib_results *patch,
				 unsigned int side, const struct ib_selection *select);

/**
 * ib_comparison_free() - free a comparison
 * @c: comparison or NULL
 */
void ib_comparison_free(struct ib_comparison *c);

/**
 * ib_same_configuration() - may these runs stand in one table?
 * @base: results
 * @patch: results
 *
 * Return: true, or false after a message that names what differs and in which files.
 */
bool ib_same_configuration(const struct ib_results *base, const struct ib_results *patch);

/**
 * ib_same_comparison() - may these launches be paired block by block?
 * @base: results, launched in blocks
 * @patch: results, likewise
 *
 * Return: as ib_same_configuration().
 */
bool ib_same_comparison(const struct ib_results *base, const struct ib_results *patch);

/**
 * ib_compare_note() - add to what a reader must know
 * @c: comparison
 * @fmt: a sentence without its end
 */
void ib_compare_note(struct ib_comparison *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * ib_row_differs() - does the row's interval exclude 0, backed by the signs?
 * @row: row
 */
bool ib_row_differs(const struct ib_cmp_row *row);

/**
 * ib_row_percent() - the difference in hundredths of the base
 * @row: row
 *
 * Return: NaN of an invalid row, or where the base took no time.
 */
double ib_row_percent(const struct ib_cmp_row *row);

/**
 * ib_row_delta() - half width of the band called the same
 * @c: comparison
 * @row: of it
 *
 * Return: in the unit of the table.
 */
double ib_row_delta(const struct ib_comparison *c, const struct ib_cmp_row *row);

/**
 * ib_row_verdict() - "faster", .., or what stands for it, see struct ib_cmp_row
 * @row: row
 */
const char *ib_row_verdict(const struct ib_cmp_row *row);

#endif
