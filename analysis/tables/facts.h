/* SPDX-License-Identifier: GPL-2.0-only */
/* What all rows of a table have in common, in words. */
#ifndef INITBENCH_FACTS_H
#define INITBENCH_FACTS_H

#include <stddef.h>

#include "analysis/tables/rows.h"

/**
 * struct ib_fact - a line above a table
 * @name: "cpu", "host", ..
 * @text: what is to be said
 */
struct ib_fact {
	const char *name;
	char *text;
};

/**
 * struct ib_fact_list - lines above a table
 * @facts: in the order to print
 * @nr: how many
 */
struct ib_fact_list {
	struct ib_fact *facts;
	size_t nr;
};

/**
 * ib_table_facts() - CPU, host, lane, unit, kernel, clock, suite, runs, counters, common axes
 * @table: table
 *
 * Return: the lines; free with ib_facts_free().
 */
struct ib_fact_list ib_table_facts(const struct ib_table *table);

/**
 * ib_facts_free() - free the lines
 * @list: lines
 */
void ib_facts_free(struct ib_fact_list *list);

/**
 * ib_cpu_dir() - name of the folder of a run's results: results/<cpu>
 * @run: run
 *
 * Return: "AuthenticAMD-26-2-1" of a native run, the host of an emulated one;
 * the caller frees it.
 */
char *ib_cpu_dir(const struct ib_run_rec *run);

/**
 * ib_cpu_name() - the CPU's name, or its vendor, or "unknown CPU"
 * @run: run
 */
const char *ib_cpu_name(const struct ib_run_rec *run);

/**
 * ib_cpu_label() - the CPU's core with what tells it from others of that name
 * @run: run
 *
 * Return: "Zen 4 (25-17-1)" of a native run, the CPU's own name where its core is not known;
 * "Zen 4 (25-17-1-qemu-kvm)" of one in a guest of the machine's own processor, "qemu-tcg"
 * of an emulated one; the caller frees it.
 */
char *ib_cpu_label(const struct ib_run_rec *run);

/**
 * ib_pmu_words() - why a run has no counters, each reason once
 * @run: run
 *
 * Return: "none (..)", NULL if it has some; the caller frees it.
 */
char *ib_pmu_words(const struct ib_run_rec *run);

/**
 * ib_unit_words() - the unit of a table as a reader needs it
 * @unit: unit
 */
const char *ib_unit_words(enum ib_unit unit);

/**
 * struct ib_varies - the axes in which the lines of a table differ
 * @event: whether more than one value occurs; as the following
 * @temp: axis
 * @fpu: axis
 * @mask: axis
 * @content: axis
 * @use: axis
 */
struct ib_varies {
	bool event;
	bool temp;
	bool fpu;
	bool mask;
	bool content;
	bool use;
};

/**
 * ib_table_varies() - the axes in which the lines of a table differ
 * @table: table
 */
struct ib_varies ib_table_varies(const struct ib_table *table);

/**
 * ib_lines_vary() - the axes in which some lines differ
 * @lines: lines
 * @nr: how many
 */
struct ib_varies ib_lines_vary(const struct ib_line *lines, size_t nr);

/**
 * ib_axes_words() - a row's values of some axes: "event init, fpu none"
 * @row: row
 * @which: axes
 *
 * Return: the words, "" if there are none; the caller frees it.
 */
char *ib_axes_words(const struct ib_row_rec *row, struct ib_varies which);

#endif
