/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each commit of a series costs: the exact counts of lane kvm, a commit a line.
 *
 * The series is a file of scripts/compare-branches, a line a commit, the base first, with
 * four fields between tabs: the commit's name, its subject, the results file of its kernel,
 * and, if that field is empty, why there is none.
 */
#ifndef INITBENCH_SERIES_H
#define INITBENCH_SERIES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/schema/results.h"

/* Operations that a commit is judged by, in the order of the table's columns. */
#define IB_SERIES_ROWS	5

/**
 * struct ib_commit - a commit of a series
 * @name: of the commit
 * @subject: of the commit
 * @why: why it was not measured, or NULL
 * @results: of its kernel, or NULL
 * @wrong: its INIT leaves a wrong state, or clears less than it has to
 * @insns: of each operation, -1 where it was not counted
 * @change: of each operation from the last commit before that was measured, 0 where one of
 *          the two was not counted
 * @since_base: of each operation, likewise
 * @slower: an operation costs more than delta more than before
 * @faster: one costs more than delta less, and none more
 */
struct ib_commit {
	char *name;
	char *subject;
	char *why;
	struct ib_results *results;
	bool wrong;
	int64_t insns[IB_SERIES_ROWS];
	int64_t change[IB_SERIES_ROWS];
	int64_t since_base[IB_SERIES_ROWS];
	bool slower;
	bool faster;
};

/**
 * struct ib_series - commits, oldest first
 * @commits: the first is the base
 * @nr: how many
 * @delta: changes within it, instructions, are none
 * @release: of the kernel, or NULL
 * @host: that counted
 */
struct ib_series {
	struct ib_commit *commits;
	size_t nr;
	double delta;
	const char *release;
	const char *host;
};

/**
 * ib_series_read() - read a series and the results that it names
 * @path: see above; results files are named from its folder
 * @delta: see struct ib_series
 *
 * Return: the series; NULL after a message.
 */
struct ib_series *ib_series_read(const char *path, double delta);

/**
 * ib_series_free() - free a series
 * @s: series or NULL
 */
void ib_series_free(struct ib_series *s);

/**
 * ib_series_row() - what an operation is called
 * @i: below IB_SERIES_ROWS
 */
const char *ib_series_row(size_t i);

/**
 * ib_series_word() - "slower", "faster", "same", "wrong", "base", "failed"
 * @s: series
 * @i: commit
 */
const char *ib_series_word(const struct ib_series *s, size_t i);

/**
 * ib_series_status() - exit status: 2 a commit was not measured, 3 one is wrong, 1 one is slower
 * @s: series
 */
int ib_series_status(const struct ib_series *s);

/* One for each format: 75 columns of ASCII; JSON; JUnit's XML, a test case a commit; what
 * analysis/plot/series.gp loads; a paragraph that names the commits that cost.
 */
void ib_series_text(const struct ib_series *s, FILE *out);
void ib_series_json(const struct ib_series *s, FILE *out);
void ib_series_junit(const struct ib_series *s, FILE *out);
void ib_series_gnuplot(const struct ib_series *s, FILE *out);
void ib_series_cover(const struct ib_series *s, FILE *out);

#endif
