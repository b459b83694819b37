/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of results files before they are shared. */
#ifndef INITBENCH_LINT_H
#define INITBENCH_LINT_H

#include <stddef.h>
#include <stdio.h>

struct ib_lint;

/**
 * ib_lint_new() - begin
 * @out: findings go there, a line each: "FILE:LINE: what; remedy"
 */
struct ib_lint *ib_lint_new(FILE *out);

/**
 * ib_lint_file() - check a file
 * @lint: begun; a run that is in two of its files is found
 * @path: file
 *
 * Return: 0, or -1 after a message if the file cannot be read.
 */
int ib_lint_file(struct ib_lint *lint, const char *path);

/**
 * ib_lint_end() - how many findings there were
 * @lint: freed
 */
size_t ib_lint_end(struct ib_lint *lint);

#endif
