/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs made into tables of rows. A table holds what may stand in one column:
 * one CPU, machine, host, lane, clock unit, kernel and build of the suite. Within it, a
 * group is a set of rows that differ only in their variant; all parts are a
 * group, and so are all operations of the kernel.
 */
#ifndef INITBENCH_ROWS_H
#define INITBENCH_ROWS_H

#include "lib/schema/results.h"
#include "lib/schema/rules.h"
#include "lib/stats/midmean.h"
#include "lib/stats/random_effects.h"

#define IB_LEVEL	0.95

/**
 * enum ib_unit - what a table's figures are
 * @IB_UNIT_CYCLES: core cycles, calibrated beside each block
 * @IB_UNIT_TICKS: TSC ticks: some block had no calibration
 * @IB_UNIT_INSNS: instructions, counted by an emulated host's clock
 */
enum ib_unit {
	IB_UNIT_CYCLES,
	IB_UNIT_TICKS,
	IB_UNIT_INSNS,
};

/**
 * enum ib_kind - what a row is
 * @IB_KIND_VARIANT: a variant: ranked
 * @IB_KIND_AA: the copy of a variant that every run measures beside it: not ranked
 * @IB_KIND_PART: put or load alone
 * @IB_KIND_RULER: a chain of known length, or another self-test
 * @IB_KIND_KERNEL: an operation of the running kernel
 */
enum ib_kind {
	IB_KIND_VARIANT,
	IB_KIND_AA,
	IB_KIND_PART,
	IB_KIND_RULER,
	IB_KIND_KERNEL,
};

/**
 * struct ib_draw - a line's mean in one layout
 * @layout: identity, shared by all lines measured in it
 * @group: launches of what boot or machine: an index, see struct ib_table
 * @process: of which process of the run, see struct ib_block_rec
 * @value: in the table's unit
 */
struct ib_draw {
	uint64_t layout;
	size_t group;
	unsigned int process;
	double value;
};

/**
 * struct ib_line - a row of a table: one combination of axes, from all the table's runs
 * @row: record that has the axes (of the last run that has the row)
 * @kind: see enum ib_kind
 * @oracle: the worst verdict of the runs
 * @note: what a reader must be told wherever the row is shown, or NULL
 * @layout: a mean per layout, ascending, in the table's unit
 * @nr_layouts: how many
 * @draw: the same by ib_compare_draws(), to be paired with another line's
 * @nr_draws: how many
 * @block: a value per usable block (@nr_blocks - @nr_dropped), ascending, likewise
 * @nr_blocks: all, dropped ones included
 * @nr_dropped: of them
 * @nr_repeated: of those, the ones that were taken again
 * @group: boots, or of one boot the processes, that @cost is the random-effects mean of
 * @nr_groups: how many; 1 if @cost is the midmean of @layout
 * @boots: whether @group are boots
 * @tau: standard deviation between groups; NaN of one
 * @cost: see ib_estimate()
 * @ticks: the same in clock units
 * @drained: midmean of the drained figures, in the table's unit; NaN if none
 * @spread: of @layout: median absolute deviation over that of a unit normal, see ib_mad(); NaN
 *          below two layouts, unless the unit is exact
 * @exact: a count that cannot vary: one value tells it
 * @disagree: midmean over layouts of what the chains disagree by; NaN if not calibrated
 * @alpha: of an interval of one of the group's contrasts, so that all hold jointly: 1 -
 *         IB_LEVEL over the pairs of what is ranked; of what is not, over the lines
 * @ruler: what the instrument itself errs by, in the table's unit: nothing smaller differs
 * @rank: from 1; 0 if not ranked
 * @outdated: by a method or of code that is not the newest result's, see ib_exclude(): it stands
 *            beside no other, and ib_find_line() does not find it
 * @from: run it was adopted from, see ib_gather(); NULL if it is of the table's own runs
 */
struct ib_line {
	const struct ib_row_rec *row;
	enum ib_kind kind;
	enum ib_oracle oracle;
	const char *note;
	double *layout;
	size_t nr_layouts;
	struct ib_draw *draw;
	size_t nr_draws;
	double *block;
	size_t nr_blocks;
	size_t nr_dropped;
	size_t nr_repeated;
	struct ib_group_estimate *group;
	size_t nr_groups;
	bool boots;
	double tau;
	struct ib_estimate cost;
	struct ib_estimate ticks;
	double drained;
	double spread;
	bool exact;
	double disagree;
	double alpha;
	double ruler;
	unsigned int rank;
	bool outdated;
	const struct ib_run_rec *from;
};

/**
 * struct ib_group - rows that differ only in their variant; all parts; all kernel operations
 * @lines: the first of them
 * @nr: how many
 */
struct ib_group {
	struct ib_line *lines;
	size_t nr;
};

/**
 * struct ib_table - lines that may stand in one column
 * @runs: pooled here, oldest first
 * @nr_runs: how many
 * @boot: which boot of which machine each run is of: an index, from 0
 * @nr_boots: how many there are
 * @label: the CPU's name with what tells it from others of that name, or the host's
 * @lane: of all lines
 * @unit: of all figures
 * @lines: sorted by group, in it variants by cost, others by name
 * @nr_lines: how many
 * @groups: partition of @lines
 * @nr_groups: how many
 * @ratio_lo: lowest clock units per cycle of any block; NaN if not calibrated
 * @ratio_hi: highest
 * @ruler: what the instrument errs by, see ib_ruler_of()
 * @by_selftest: a selftest of this CPU type told it
 * @unbelievable: why nothing in it may be believed, see ib_unbelievable(); NULL if it may
 * @superseded: another table of the CPU, host and lane is shown: see analysis/choose.h
 * @excluded: why it may not stand beside others, see ib_exclude(); NULL if it may
 * @older: what makes its figures others than the newest result's, if it is of an older method
 *         or of other code; NULL if nothing does
 * @gathered: runs of tables not shown that lines were adopted from or pooled with
 * @nr_gathered: how many
 */
struct ib_table {
	const struct ib_run_rec **runs;
	size_t nr_runs;
	size_t *boot;
	size_t nr_boots;
	char *label;
	const char *lane;
	enum ib_unit unit;
	struct ib_line *lines;
	size_t nr_lines;
	struct ib_group *groups;
	size_t nr_groups;
	double ratio_lo;
	double ratio_hi;
	double ruler;
	bool by_selftest;
	char *unbelievable;
	bool superseded;
	char *excluded;
	char *older;
	const struct ib_run_rec **gathered;
	size_t nr_gathered;
};

/**
 * struct ib_study - all tables
 * @tables: native ones first; by CPU, host, lane, age
 * @nr_tables: how many
 * @warnings: on the data; those on the files are in struct ib_results
 * @nr_warnings: how many
 * @nr_wrong: lines whose oracle verdict is wrong
 */
struct ib_study {
	struct ib_table **tables;
	size_t nr_tables;
	char **warnings;
	size_t nr_warnings;
	size_t nr_wrong;
};

/**
 * ib_study_new() - tables of the results
 * @results: must outlive the study
 */
struct ib_study *ib_study_new(const struct ib_results *results);

/**
 * ib_study_free() - free a study
 * @study: study or NULL
 */
void ib_study_free(struct ib_study *study);

/**
 * ib_same_boot() - whether two runs were measured on one boot of one machine
 * @a: run
 * @b: another
 *
 * By what stays the same while a machine runs; older records do not name their boot.
 */
bool ib_same_boot(const struct ib_run_rec *a, const struct ib_run_rec *b);

/**
 * ib_regroup() - sort a table's lines into groups and rank them anew
 * @study: its study
 * @table: table whose lines have changed
 */
void ib_regroup(struct ib_study *study, struct ib_table *table);

/**
 * struct ib_where - values of the axes to look for; NULL takes any
 * @variant: axis, as are the following
 * @event: axis
 * @fpu: axis
 * @mask: axis
 * @content: axis
 * @use: axis, but NULL takes used of what is no operation of the kernel
 * @temp: axis, but NULL takes warm
 */
struct ib_where {
	const char *variant;
	const char *event;
	const char *fpu;
	const char *mask;
	const char *content;
	const char *use;
	const char *temp;
};

/**
 * ib_find_line() - the first line at a place
 * @table: where
 * @where: values of the axes
 *
 * Return: the line, or NULL.
 */
const struct ib_line *ib_find_line(const struct ib_table *table, struct ib_where where);

/**
 * ib_compare_draws() - order of draws: by group, in it by layout
 * @a: a draw
 * @b: another
 *
 * Return: as strcmp(); 0 if they are of one layout in one group.
 */
int ib_compare_draws(const struct ib_draw *a, const struct ib_draw *b);

/**
 * ib_compare_place() - order of two lines by their group
 * @a: a line
 * @b: another
 *
 * Return: as strcmp(); 0 if they are of one group.
 */
int ib_compare_place(const struct ib_line *a, const struct ib_line *b);

/**
 * ib_unmeasured() - why a line has no place in a table
 * @line: line
 *
 * Return: the reason; NULL if the line has blocks, even if all were dropped,
 * or is wrong.
 */
const char *ib_unmeasured(const struct ib_line *line);

/**
 * ib_unit_name() - "cycles", "ticks" or "insns"
 * @unit: unit
 */
const char *ib_unit_name(enum ib_unit unit);

#endif
