// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "lib/base/err.h"
#include "lib/base/outputs.h"
#include "lib/base/json.h"
#include "lib/base/string_map.h"
#include "lib/schema/merge.h"
#include "lib/schema/record.h"
#include "lib/schema/results.h"

/**
 * struct run - a run's lines
 * @id: identity
 * @utc: start
 * @file: where it was read
 * @lines: without end record
 * @nr: how many
 * @end: its end record, or NULL
 * @blocks: among @lines
 * @dropped: of @blocks
 */
struct run {
	char *id;
	char *utc;
	char *file;
	char **lines;
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
 */
struct ib_merge {
	struct run **runs;
	size_t nr;
	struct ib_index *index;
};

static void free_run(struct run *run)
{
	if (!run)
		return;
	for (size_t i = 0; i < run->nr; i++)
		free(run->lines[i]);
	free(run->lines);
	free(run->end);
	free(run->file);
	free(run->utc);
	free(run->id);
	free(run);
}

struct ib_merge *ib_merge_new(void)
{
	struct ib_merge *m = ib_calloc(1, sizeof(*m));

	m->index = ib_index_new();
	return m;
}

void ib_merge_free(struct ib_merge *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->nr; i++)
		free_run(m->runs[i]);
	free(m->runs);
	ib_index_free(m->index);
	free(m);
}

/* One is the beginning of the other. */
static bool is_one_run(const struct run *a, const struct run *b)
{
	for (size_t i = 0; i < a->nr && i < b->nr; i++)
		if (strcmp(a->lines[i], b->lines[i]))
			return false;
	return true;
}

static bool is_longer(const struct run *a, const struct run *b)
{
	return a->nr != b->nr ? a->nr > b->nr : a->end && !b->end;
}

static int add_run(struct ib_merge *m, struct run *run)
{
	long at = ib_index_find(m->index, run->id);
	struct run **old;

	if (at < 0) {
		ib_index_set(m->index, run->id, m->nr);
		m->runs = ib_realloc(m->runs, m->nr + 1, sizeof(struct run *));
		m->runs[m->nr++] = run;
		return 0;
	}
	old = &m->runs[at];
	if (!is_one_run(*old, run)) {
		ib_error("%s and %s contain two different runs named %s; one is not a copy but was "
			 "edited: leave it out", (*old)->file, run->file, run->id);
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

static void add_line(struct run *run, struct json_object *o, const char *type, const char *line)
{
	if (!strcmp(type, "end")) {
		free(run->end);
		run->end = ib_asprintf("%s", line);
		return;
	}
	if (!(run->nr & (run->nr - 1)))
		run->lines = ib_realloc(run->lines, run->nr ? 2 * run->nr : 1, sizeof(char *));
	run->lines[run->nr++] = ib_asprintf("%s", line);
	if (!strcmp(type, "block")) {
		run->blocks++;
		run->dropped += !!ib_field(o, "dropped");
	}
}

/* The run that the file's next lines belong to. */
static struct run *begin_run(struct json_object *o, const char *path)
{
	struct run *run = ib_calloc(1, sizeof(*run));
	const char *utc = ib_field(o, "utc");

	run->id = ib_asprintf("%s", ib_field(o, "run"));
	run->utc = ib_asprintf("%s", utc ? utc : "");
	run->file = ib_asprintf("%s", path);
	return run;
}

static int read_lines(struct ib_merge *m, FILE *f, const char *path)
{
	struct json_tokener *tok = json_tokener_new();
	size_t size = 0, number = 0;
	struct run *run = NULL;
	char *line = NULL;
	ssize_t length;
	int ret = 0;

	while (!ret && (length = getline(&line, &size, f)) > 0) {
		struct json_object *o;
		const char *type;

		number++;
		json_tokener_reset(tok);
		o = json_tokener_parse_ex(tok, line, length);
		type = line[length - 1] == '\n' ? ib_field(o, "type") : NULL;
		if (type && !strcmp(type, "run") && ib_field(o, "run")) {
			ret = run ? add_run(m, run) : 0;
			run = begin_run(o, path);
		}
		if (type && run)
			add_line(run, o, type, line);
		else
			ib_warn("%s:%zu: not a complete record of a run; left out", path, number);
		json_object_put(o);
	}
	if (run && !ret)
		ret = add_run(m, run);
	else
		free_run(run);
	json_tokener_free(tok);
	free(line);
	return ret;
}

int ib_merge_read(struct ib_merge *m, const char *path)
{
	FILE *f = fopen(path, "re");
	int ret;

	if (!f) {
		ib_error("%s: cannot be read: %s", path, strerror(errno));
		return -1;
	}
	ret = read_lines(m, f, path);
	fclose(f);
	return ret;
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
	fprintf(f, "%s\n", json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
							  JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

static void write_run(FILE *f, const struct run *run, const char *ended)
{
	for (size_t i = 0; i < run->nr; i++)
		fputs(run->lines[i], f);
	if (run->end)
		fputs(run->end, f);
	else if (ended)
		write_end(f, run, ended);
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
		write_run(f, m->runs[i], ended);
	return ib_outputs_commit(outputs) ? 0 : m->nr;
}
