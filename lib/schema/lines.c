// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/schema/lines.h"
#include "lib/schema/unzstd.h"

#define CHUNK	(32 * 1024)

/*
 * struct ib_lines - a file and what was read of it
 * @z: of a compressed stream; NULL of another, and before the first byte
 * @begun: the first byte was looked at
 * @buffer: the line at hand, what was read behind it, and a NUL; grows with the lines
 * @room: bytes of @buffer
 * @begin: of what is not given out yet
 * @end: of what was read
 * @seen: from @begin, bytes that are no newline
 */
struct ib_lines {
	FILE *stream;
	struct ib_unzstd *z;
	bool begun;
	char *buffer;
	size_t room;
	size_t begin;
	size_t end;
	size_t seen;
	size_t number;
	bool at_end;
	int error;
};

struct ib_lines *ib_lines_new(FILE *stream)
{
	struct ib_lines *l = ib_calloc(1, sizeof(*l));

	l->stream = stream;
	return l;
}

void ib_lines_free(struct ib_lines *l)
{
	if (!l)
		return;
	ib_unzstd_free(l->z);
	free(l->buffer);
	free(l);
}

static void read_chunk(struct ib_lines *l)
{
	size_t n;

	if (l->begin)
		memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
	l->end -= l->begin;
	l->begin = 0;
	if (l->room < l->end + CHUNK + 1) {
		l->room = 2 * l->room + CHUNK + 1;
		l->buffer = ib_realloc(l->buffer, l->room, 1);
	}
	errno = 0;
	if (!l->begun && ib_is_zstd(l->stream))
		l->z = ib_unzstd_new(l->stream);
	l->begun = true;
	if (l->z)
		n = ib_unzstd_read(l->z, l->buffer + l->end, CHUNK, &l->error);
	else
		n = fread(l->buffer + l->end, 1, CHUNK, l->stream);
	l->end += n;
	l->at_end = n < CHUNK || l->error;
	if (l->at_end && !l->error && ferror(l->stream))
		l->error = errno ? errno : EIO;
}

/* Return: where the newline is, NULL if what is left is too long or has none. */
static char *find_newline(struct ib_lines *l)
{
	for (;;) {
		size_t from = l->begin + l->seen;
		char *newline = from < l->end ?
				memchr(l->buffer + from, '\n', l->end - from) : NULL;

		if (newline)
			return newline;
		l->seen = l->end - l->begin;
		if (l->at_end || l->seen > IB_LINE_LONGEST)
			return NULL;
		read_chunk(l);
	}
}

static enum ib_line_status pass_over(struct ib_lines *l)
{
	char *newline;

	do {
		l->begin = l->end;
		l->seen = 0;
		newline = find_newline(l);
	} while (!newline && !l->at_end);
	l->begin = newline ? (size_t)(newline + 1 - l->buffer) : l->end;
	l->seen = 0;
	return IB_LINE_LONG;
}

enum ib_line_status ib_lines_next(struct ib_lines *l, struct ib_line *line)
{
	char *newline = find_newline(l);
	size_t length = newline ? (size_t)(newline - l->buffer) - l->begin : l->seen;

	line->number = ++l->number;
	line->whole = newline;
	if (length > IB_LINE_LONGEST)
		return pass_over(l);
	if (!newline && l->error) {
		errno = l->error;
		return IB_LINES_ERROR;
	}
	if (!newline && !length)
		return IB_LINES_END;
	line->text = l->buffer + l->begin;
	line->length = length;
	line->text[length] = '\0';
	l->begin += length + !!newline;
	l->seen = 0;
	return IB_LINE;
}
