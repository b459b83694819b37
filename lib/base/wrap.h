/* SPDX-License-Identifier: GPL-2.0-only */
/* Running text broken between words. */
#ifndef INITBENCH_WRAP_H
#define INITBENCH_WRAP_H

#include <stddef.h>
#include <stdio.h>

/**
 * ib_wrap() - print words, in lines that are not too long
 * @text: words with single spaces between them
 * @column: where the first word goes; what is left of it is printed already
 * @indent: where the following lines begin
 * @width: columns; only a longer word goes beyond
 * @end: of every line but the last, such as " \\" where a shell reads them
 * @out: where to
 */
void ib_wrap(const char *text, size_t column, size_t indent, size_t width, const char *end,
	     FILE *out);

#endif
