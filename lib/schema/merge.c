// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/outputs.h"
#include "lib/base/json.h"
#include "lib/base/scratch.h"
#include "lib/base/string_map.h"
#include "lib/schema/lines.h"
#include "lib/schema/merge.h"
#include "lib/schema/of_run.h"
#include "lib/schema/parse.h"
#include "lib/schema/record.h"
#include "lib/schema/results.h"

/* Lines of one file that are named one by one; the others are counted. */
#define MAX_NAMED	3

/**
 * struct run - a run's lines
 * @id: identity
 * @utc: start
 * @file: where it was read
 * @at: where its lines begin in the spool, without end record
 * @size: bytes of them
 * @nr: how many
 * @end: its end record, or NULL
 * @blocks: among its lines
 * @dropped: of @blocks
 */
struct run {
	char *id;
	char *utc;
	char *file;
	off_t at;
	off_t size;
	size_t nr;
	char *end;
	size_t blocks;
	size_t dropped;
};

/**
 * struct ib_merge - see analysis/merge.h
 * @runs: each once
 * @nr: how many
 * @index: of a run's identity: where it is in @runs
 * @left_out: lines of all files
 * @spool: file without a name, of lines that were read: files may be larger than memory, and
 *         are read once
 * @end: of what is in it
 * @was_read: it is not at its end
 */
struct ib_merge {
	struct run **runs;
	size_t nr;
	size_t left_out;
	struct ib_string_map *index;
	FILE *spool;
	off_t end;
	bool was_read;
};

static void free_run(struct run *run)
{
	if (!run)
		return;
	free(run->end);
	free(run->file);
	free(run->utc);
	free(run->id);
	free(run);
}

struct ib_merge *ib_merge_new(void)
{
	struct ib_merge *m = ib_calloc(1, sizeof(*m));

	m->index = ib_string_map_new();
	return m;
}

void ib_merge_free(struct ib_merge *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->nr; i++)
		free_run(m->runs[i]);
	free(m->runs);
	ib_string_map_free(m->index);
	if (m->spool)
		fclose(m->spool);
	free(m);
}

static int spool_failed(const char *why)
{
	ib_error("a temporary file of what was read cannot be %s: %s; TMPDIR names another folder",
		 why, strerror(errno));
	return -1;
}

#define CHUNK	65536

/* Return: bytes of the spool at @at, as many as @left, CHUNK at most; 0 after a message. */
static size_t read_spool(struct ib_merge *m, off_t at, off_t left, char *buffer)
{
	size_t n = left < CHUNK ? left : CHUNK;

	m->was_read = true;
	if (!fseeko(m->spool, at, SEEK_SET) && fread(buffer, 1, n, m->spool) == n)
		return n;
	spool_failed("read");
	return 0;
}

/* One is the beginning of the other. Return: 1 yes, 0 no, -1 after a message. */
static int is_one_run(struct ib_merge *m, const struct run *a, const struct run *b)
{
	off_t size = a->size < b->size ? a->size : b->size;
	static char x[CHUNK], y[CHUNK];
	size_t n;

	for (off_t done = 0; done < size; done += n) {
		n = read_spool(m, a->at + done, size - done, x);
		if (!n || !read_spool(m, b->at + done, size - done, y))
			return -1;
		if (memcmp(x, y, n))
			return 0;
	}
	return 1;
}

static bool is_longer(const struct run *a, const struct run *b)
{
	return a->nr != b->nr ? a->nr > b->nr : a->end && !b->end;
}

static int add_run(struct ib_merge *m, struct run *run)
{
	long at = ib_string_map_find(m->index, run->id);
	struct run **old;
	int same;

	if (at < 0) {
		ib_string_map_set(m->index, run->id, m->nr);
		m->runs = ib_grow(m->runs, m->nr, sizeof(struct run *));
		m->runs[m->nr++] = run;
		return 0;
	}
	old = &m->runs[at];
	same = is_one_run(m, *old, run);
	if (!same)
		ib_error("%s and %s contain two different runs named %s; one is not a copy but was "
			 "edited: leave it out", (*old)->file, run->file, run->id);
	if (same != 1) {
		free_run(run);
		return -1;
	}
	if (is_longer(run, *old)) {
		struct run *shorter = *old;

		*old = run;
		run = shorter;
	}
	free_run(run);
	return 0;
}

/*
 * struct reader - where in a file we are
 * @run: that the next lines belong to; NULL before the first and behind an end
 * @left_out: lines
 */
struct reader {
	struct ib_merge *merge;
	const char *path;
	struct ib_parser *p;
	struct run *run;
	size_t left_out;
};

static void leave_out(struct reader *r, const struct ib_line *line, const char *why)
{
	if (++r->left_out <= MAX_NAMED)
		ib_warn("%s:%zu: %s; left out", r->path, line->number, why);
}

/* Return: -1 after a message. */
static int spool_line(struct ib_merge *m, struct run *run, const struct ib_line *line)
{
	if (!m->spool)
		m->spool = ib_scratch_file();
	if (!m->spool)
		return -1;
	if (!run->nr)
		run->at = m->end;
	if ((m->was_read && fseeko(m->spool, m->end, SEEK_SET)) ||
	    fwrite(line->text, 1, line->length, m->spool) != line->length ||
	    fputc('\n', m->spool) == EOF)
		return spool_failed("written");
	m->was_read = false;
	m->end += (off_t)line->length + 1;
	run->size = m->end - run->at;
	run->nr++;
	return 0;
}

static int add_line(struct ib_merge *m, struct run *run, const struct ib_parser *p,
		    const struct ib_line *line)
{
	const char *type = ib_parse_type_name(p);

	if (!strcmp(type, "end")) {
		free(run->end);
		run->end = ib_asprintf("%s\n", line->text);
		return 0;
	}
	if (!strcmp(type, "block")) {
		run->blocks++;
		run->dropped += ib_parse_has(p, IB_BLOCK_DROPPED);
	}
	return spool_line(m, run, line);
}

/* The run that the file's next lines belong to. */
static struct run *begin_run(const struct ib_parser *p, const char *path)
{
	const struct ib_record_type *type = ib_parse_type(p);
	const char *utc = ib_parse_text(p, ib_field_index(type, "utc"));
	struct run *run = ib_calloc(1, sizeof(*run));

	run->id = ib_asprintf("%s", ib_parse_text(p, ib_field_index(type, "run")));
	run->utc = ib_asprintf("%s", utc ? utc : "");
	run->file = ib_asprintf("%s", path);
	return run;
}

/* Return: -1 after a message. */
static int finish_run(struct reader *r)
{
	struct run *run = r->run;

	r->run = NULL;
	return run ? add_run(r->merge, run) : 0;
}

/* Of a damaged run record nobody knows what follows. */
static int on_damaged(struct reader *r, const struct ib_line *line)
{
	leave_out(r, line, ib_parse_why(r->p));
	return ib_run_may_begin(r->p, line) ? finish_run(r) : 0;
}

/* Return: -1 after a message. */
static int on_line(struct reader *r, const struct ib_line *line)
{
	const struct ib_record_type *type;

	if (!line->whole) {
		ib_warn("%s:%zu: the last line is cut short; left out", r->path, line->number);
		return 0;
	}
	if (!ib_parse(r->p, line->text, line->length))
		return on_damaged(r, line);
	type = ib_parse_type(r->p);
	if (type && !strcmp(type->name, "run")) {
		if (finish_run(r))
			return -1;
		r->run = begin_run(r->p, r->path);
	} else if (!r->run || (type && !type->of_run)) {
		leave_out(r, line, "no record of a run");
		return 0;
	} else if (!ib_is_of_run(r->p, r->run->id)) {
		leave_out(r, line, "it is of another run than the records before it");
		return 0;
	}
	if (add_line(r->merge, r->run, r->p, line))
		return -1;
	return type && !strcmp(type->name, "end") ? finish_run(r) : 0;
}

static int read_lines(struct reader *r, FILE *f)
{
	struct ib_lines *lines = ib_lines_new(f);
	enum ib_line_status status;
	struct ib_line line;
	int ret = 0;

	while (!ret && ((status = ib_lines_next(lines, &line)) == IB_LINE ||
			status == IB_LINE_LONG)) {
		if (status == IB_LINE)
			ret = on_line(r, &line);
		else
			leave_out(r, &line, "longer than any record");
	}
	if (!ret && status == IB_LINES_ERROR) {
		ib_error("%s: cannot be read: %s", r->path, strerror(errno));
		ret = -1;
	}
	if (ret)
		free_run(r->run);
	else
		ret = finish_run(r);
	ib_lines_free(lines);
	return ret;
}

int ib_merge_read(struct ib_merge *m, const char *path)
{
	struct reader r = { .merge = m, .path = path };
	FILE *f = fopen(path, "re");
	int ret;

	if (!f) {
		ib_error("%s: cannot be read: %s", path, strerror(errno));
		return -1;
	}
	r.p = ib_parser_new();
	ret = read_lines(&r, f);
	if (r.left_out > MAX_NAMED)
		ib_warn("%s: %zu lines in all were left out", path, r.left_out);
	m->left_out += r.left_out;
	ib_parser_free(r.p);
	fclose(f);
	return ret;
}

size_t ib_merge_left_out(const struct ib_merge *m)
{
	return m->left_out;
}

static int by_age(const void *a, const void *b)
{
	const struct run *x = *(const struct run *const *)a;
	const struct run *y = *(const struct run *const *)b;
	int order = strcmp(x->utc, y->utc);

	return order ? order : strcmp(x->id, y->id);
}

static void write_end(FILE *f, const struct run *run, const char *why)
{
	struct json_object *o = ib_end_record(run->id, "failed", run->blocks, run->dropped);

	ib_json_add_string(o, "why", why);
	ib_json_print(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, f);
	json_object_put(o);
}

/* Return: -1 after a message. */
static int write_run(struct ib_merge *m, FILE *f, const struct run *run, const char *ended)
{
	static char buffer[CHUNK];
	size_t n;

	for (off_t done = 0; done < run->size; done += n) {
		n = read_spool(m, run->at + done, run->size - done, buffer);
		if (!n)
			return -1;
		fwrite(buffer, 1, n, f);
	}
	if (run->end)
		fputs(run->end, f);
	else if (ended)
		write_end(f, run, ended);
	return 0;
}

size_t ib_merge_write(struct ib_merge *m, const char *path, const char *ended)
{
	struct ib_outputs *outputs;
	FILE *f;

	if (!m->nr) {
		ib_error("the files named contain no run; nothing is written");
		return 0;
	}
	outputs = ib_outputs_new();
	f = ib_outputs_file(outputs, NULL, path);
	if (!f) {
		ib_outputs_drop(outputs);
		return 0;
	}
	qsort(m->runs, m->nr, sizeof(struct run *), by_age);
	for (size_t i = 0; i < m->nr; i++)
		if (write_run(m, f, m->runs[i], ended)) {
			ib_outputs_drop(outputs);
			return 0;
		}
	return ib_outputs_commit(outputs) ? 0 : m->nr;
}
