/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The method by which a run was measured, as a number: what of it changed when, and which
 * rows cannot be compared over a change. Sources that did not change how rows are measured
 * do not change the number. Whether a variant's machine code is the same is said by its
 * row's "code".
 */
#ifndef INITBENCH_METHOD_H
#define INITBENCH_METHOD_H

#include <stdbool.h>

#include "lib/schema/results.h"

/* What is recorded now: the last of the table in method.c. */
#define IB_METHOD	5

/**
 * struct ib_method - a method, told by what makes it differ from the one before
 * @number: recorded in the run record as "method"
 * @changed: a clause for a reader
 * @touches: whether a row's figures are others than by the method before
 */
struct ib_method {
	unsigned int number;
	const char *changed;
	bool (*touches)(const struct ib_run_rec *run, const struct ib_row_rec *row);
};

/**
 * ib_methods() - all methods
 * @nr: set to how many
 *
 * Return: the methods, the first one first; the number of the i-th is i + 1.
 */
const struct ib_method *ib_methods(size_t *nr);

/**
 * ib_method_of() - the method of a run record
 * @recorded: its "method"; 0 if it has none
 *
 * Return: the number; 1 of runs from before it was recorded.
 */
unsigned int ib_method_of(int64_t recorded);

/**
 * ib_method_change() - the first method since a run that changed one of its rows
 * @run: measured by any method
 * @row: of @run
 *
 * Return: the method, NULL if the row would be measured alike today.
 */
const struct ib_method *ib_method_change(const struct ib_run_rec *run,
					 const struct ib_row_rec *row);

#endif
