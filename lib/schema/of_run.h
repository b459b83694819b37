/* SPDX-License-Identifier: GPL-2.0-only */
/* Which run a line belongs to. */
#ifndef INITBENCH_OF_RUN_H
#define INITBENCH_OF_RUN_H

#include <stdbool.h>

#include "lib/schema/lines.h"
#include "lib/schema/parse.h"

/**
 * ib_run_tail() - what rows and blocks call their run
 * @run: its name
 *
 * Return: what is behind the last '-' of the name; all of it without one.
 */
const char *ib_run_tail(const char *run);

/**
 * ib_is_of_run() - may this row, block or end be of a run?
 * @p: of it
 * @run: name of the run
 *
 * Return: false if it names another; true if it names none, as in files of old.
 */
bool ib_is_of_run(const struct ib_parser *p, const char *run);

/**
 * ib_run_may_begin() - may a run begin in a line that is no record?
 * @p: of the line
 * @line: it
 *
 * Then what follows may be of a run whose record is lost, and is of none.
 */
bool ib_run_may_begin(const struct ib_parser *p, const struct ib_line *line);

#endif
