// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/block_values.h"
#include "lib/schema/lint.h"
#include "lib/schema/private_data.h"
#include "lib/schema/provenance_gaps.h"
#include "lib/schema/results.h"

/**
 * struct place - what may occur once in a run: a row, or an attempt at a row's block
 * @row: number
 * @layout: identity; 0 of a row
 * @launch: 0 of a row, and where the layout tells
 * @attempt: 0 of a row
 * @is_block: no row record
 * @line: where
 */
struct place {
	int64_t row;
	uint64_t layout;
	int64_t launch;
	int64_t attempt;
	bool is_block;
	size_t line;
};

/**
 * struct ib_lint - see analysis/lint.h
 * @out: findings
 * @private: what must not be there
 * @runs: identities of the runs of all files
 * @path: file at hand
 * @line: line at hand
 * @run: at hand; NULL before the first
 * @ended: the run at hand has its end record
 * @places: rows and blocks of the run at hand
 * @nr_places: how many
 * @nr_blocks: of them blocks
 * @found: findings
 */
struct ib_lint {
	FILE *out;
	struct ib_private *private;
	struct ib_index *runs;
	const char *path;
	size_t line;
	char *run;
	bool ended;
	struct place *places;
	size_t nr_places;
	size_t nr_blocks;
	size_t found;
};

static __attribute__((format(printf, 3, 4))) void find(struct ib_lint *l, size_t line,
							const char *fmt, ...)
{
	va_list ap;

	l->found++;
	fprintf(l->out, "%s:%zu: ", l->path, line);
	va_start(ap, fmt);
	vfprintf(l->out, fmt, ap);
	va_end(ap);
	fputc('\n', l->out);
}

static int compare_places(const struct place *x, const struct place *y)
{
	if (x->is_block != y->is_block)
		return x->is_block - y->is_block;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->layout != y->layout)
		return x->layout < y->layout ? -1 : 1;
	if (x->launch != y->launch)
		return x->launch < y->launch ? -1 : 1;
	return (x->attempt > y->attempt) - (x->attempt < y->attempt);
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = compare_places(x, y);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void add_place(struct ib_lint *l, struct place place)
{
	if (!(l->nr_places & (l->nr_places - 1)))
		l->places = ib_realloc(l->places, l->nr_places ? 2 * l->nr_places : 1,
				       sizeof(*l->places));
	place.line = l->line;
	l->places[l->nr_places++] = place;
	l->nr_blocks += place.is_block;
}

static int by_row(const void *key, const void *element)
{
	const struct place *x = key, *y = element;

	return x->row < y->row ? -1 : x->row > y->row;
}

/* Each once, and a block after its row. */
static void check_places(struct ib_lint *l)
{
	size_t rows = l->nr_places - l->nr_blocks;

	if (l->nr_places)
		qsort(l->places, l->nr_places, sizeof(*l->places), by_place);
	for (size_t i = 0; i < l->nr_places; i++) {
		const struct place *p = &l->places[i], *row;

		if (i && !compare_places(p, p - 1))
			find(l, p->line, "%s %lld repeats line %zu; a copy is no measurement",
			     p->is_block ? "this block of row" : "row", (long long)p->row,
			     p[-1].line);
		if (!p->is_block)
			continue;
		row = bsearch(p, l->places, rows, sizeof(*p), by_row);
		if (!row || row->line > p->line)
			find(l, p->line, "block of row %lld, which is not declared before it",
			     (long long)p->row);
	}
	l->nr_places = 0;
	l->nr_blocks = 0;
}

static void finish_run(struct ib_lint *l)
{
	if (!l->run)
		return;
	if (!l->ended)
		find(l, l->line, "run %s has no end record (killed, or still running); 'initbench "
		     "merge --ended WHY' says so in the file", l->run);
	check_places(l);
	free(l->run);
	l->run = NULL;
}

static void check_run(struct ib_lint *l, struct json_object *o)
{
	const char *id = ib_field(o, "run"), *build;
	int64_t schema = json_object_get_int64(json_object_object_get(o, "schema"));
	char *gaps;

	finish_run(l);
	l->run = ib_asprintf("%s", id ? id : "without a name");
	l->ended = false;
	if (schema != IB_SCHEMA)
		find(l, l->line, "schema %lld, known is %d", (long long)schema, IB_SCHEMA);
	if (!id)
		find(l, l->line, "the run has no name");
	else if (ib_index_find(l->runs, id) >= 0)
		find(l, l->line, "run %s is there already; 'initbench merge' keeps one", id);
	else
		ib_index_set(l->runs, id, 0);
	gaps = ib_provenance_gaps(o);
	if (gaps)
		find(l, l->line, "provenance is incomplete: no %s; measure again with this suite",
		     gaps);
	free(gaps);
	build = ib_build_gap(o);
	if (build)
		find(l, l->line, "%s: the build cannot be repeated; commit, build, measure again",
		     build);
}

static int64_t row_of(struct json_object *o)
{
	struct json_object *row = json_object_object_get(o, "row");

	return json_object_is_type(row, json_type_int) ? json_object_get_int64(row) : -1;
}

static void check_row(struct ib_lint *l, struct json_object *o)
{
	static const char *const axes[] = { "lane", "variant", "event", "fpu", "mask", "content",
					    "temp" };

	for (size_t i = 0; i < ARRAY_SIZE(axes); i++)
		if (!ib_field(o, axes[i]))
			find(l, l->line, "the row has no %s", axes[i]);
	if (row_of(o) < 0)
		find(l, l->line, "the row has no number");
	else
		add_place(l, (struct place){ .row = row_of(o) });
}

static void check_block(struct ib_lint *l, struct json_object *o)
{
	struct ib_block_rec block;

	if (row_of(o) < 0 || ib_block_values(o, 1, &block) < 0)
		find(l, l->line, "the block has no row, n, ticks or empty");
	else
		add_place(l, (struct place){
			.row = row_of(o), .layout = block.layout, .is_block = true,
			.launch = json_object_get_int64(json_object_object_get(o, "launch")),
			.attempt = block.attempt,
		});
}

static void check_end(struct ib_lint *l, struct json_object *o)
{
	struct json_object *blocks = json_object_object_get(o, "blocks");

	l->ended = true;
	if (!blocks || (size_t)json_object_get_int64(blocks) != l->nr_blocks)
		find(l, l->line, "the end record counts %lld blocks, but the file has %zu",
		     (long long)json_object_get_int64(blocks), l->nr_blocks);
}

/* Every text of a record, in objects and arrays in it too. */
static void check_texts(struct ib_lint *l, const char *key, struct json_object *o)
{
	const char *what;

	switch (json_object_get_type(o)) {
	case json_type_object: {
		json_object_object_foreach(o, inner, value)
			check_texts(l, inner, value);
		break;
	}
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(o); i++)
			check_texts(l, key, json_object_array_get_idx(o, i));
		break;
	case json_type_string:
		what = ib_private_find(l->private, key, json_object_get_string(o));
		if (what)
			find(l, l->line, "\"%s\" holds %s; measure again, or do not share it", key,
			     what);
		break;
	default:
		break;
	}
}

static const struct {
	const char *type;
	bool in_run;
	void (*check)(struct ib_lint *l, struct json_object *o);
} records[] = {
	{ "run", false, check_run },
	{ "row", true, check_row },
	{ "block", true, check_block },
	{ "end", true, check_end },
	{ "aa", false, NULL },
	{ "reliability", false, NULL },
	{ "peers", false, NULL },
	{ "mca-about", false, NULL },
	{ "mca-row", false, NULL },
	{ "mca-model", false, NULL },
	{ "mca", false, NULL },
};

static void check_record(struct ib_lint *l, struct json_object *o)
{
	const char *type = ib_field(o, "type");

	check_texts(l, "record", o);
	for (size_t i = 0; type && i < ARRAY_SIZE(records); i++) {
		if (strcmp(type, records[i].type))
			continue;
		if (records[i].in_run && (!l->run || l->ended))
			find(l, l->line, "%s record outside a run", type);
		else if (records[i].check)
			records[i].check(l, o);
		return;
	}
	find(l, l->line, "no record of schema %d", IB_SCHEMA);
}

static void check_line(struct ib_lint *l, struct json_tokener *tok, const char *line, size_t length)
{
	struct json_object *o;

	json_tokener_reset(tok);
	o = json_tokener_parse_ex(tok, line, length);
	if (line[length - 1] != '\n')
		find(l, l->line, "the line is cut short; 'initbench merge' leaves it out");
	else if (!o)
		find(l, l->line, "the line is damaged; 'initbench merge' leaves it out");
	if (o && line[length - 1] == '\n')
		check_record(l, o);
	json_object_put(o);
}

struct ib_lint *ib_lint_new(FILE *out)
{
	struct ib_lint *l = ib_calloc(1, sizeof(*l));

	l->out = out;
	l->private = ib_private_new();
	l->runs = ib_index_new();
	return l;
}

int ib_lint_file(struct ib_lint *l, const char *path)
{
	FILE *f = fopen(path, "re");
	struct json_tokener *tok;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (!f) {
		ib_error("%s: cannot be read: %s", path, strerror(errno));
		return -1;
	}
	l->path = path;
	l->line = 0;
	tok = json_tokener_new();
	while ((length = getline(&line, &size, f)) > 0) {
		l->line++;
		check_line(l, tok, line, length);
	}
	if (!l->line)
		find(l, 0, "empty: no run was recorded");
	finish_run(l);
	json_tokener_free(tok);
	free(line);
	fclose(f);
	return 0;
}

size_t ib_lint_end(struct ib_lint *l)
{
	size_t found = l->found;

	ib_private_free(l->private);
	ib_index_free(l->runs);
	free(l->places);
	free(l);
	return found;
}
