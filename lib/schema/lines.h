/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file line by line, read once from its start to its end: it may be a pipe, and what zstd(1)
 * has compressed.
 */
#ifndef INITBENCH_LINES_H
#define INITBENCH_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A block of 4 x 4096 samples of 16 digits has 0.3 MB. */
#define IB_LINE_LONGEST	(1 << 20)

struct ib_lines;

/**
 * enum ib_line_status - what ib_lines_next() found
 * @IB_LINE: a line
 * @IB_LINE_LONG: a line of more than IB_LINE_LONGEST bytes; it is passed over
 * @IB_LINES_END: the end of the file
 * @IB_LINES_ERROR: the file cannot be read on; errno tells why
 */
enum ib_line_status {
	IB_LINE,
	IB_LINE_LONG,
	IB_LINES_END,
	IB_LINES_ERROR,
};

/**
 * struct ib_line - a line
 * @text: of it; a NUL is in the place of its newline
 * @length: bytes before that NUL; there may be others among them
 * @number: from 1
 * @whole: it ended in a newline
 */
struct ib_line {
	char *text;
	size_t length;
	size_t number;
	bool whole;
};

/**
 * ib_lines_new() - begin
 * @stream: stays the caller's
 */
struct ib_lines *ib_lines_new(FILE *stream);

/**
 * ib_lines_free() - end
 * @lines: or NULL
 */
void ib_lines_free(struct ib_lines *lines);

/**
 * ib_lines_next() - the next line
 * @lines: begun
 * @line: set; @text lives until the next call
 */
enum ib_line_status ib_lines_next(struct ib_lines *lines, struct ib_line *line);

#endif
