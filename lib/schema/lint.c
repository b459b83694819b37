// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/block_values.h"
#include "lib/schema/lines.h"
#include "lib/schema/lint.h"
#include "lib/schema/of_run.h"
#include "lib/schema/parse.h"
#include "lib/schema/plain.h"
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
 * @p: what it holds
 * @run: at hand; NULL before the first
 * @ended: the run at hand has its end record
 * @lost: the record of the run at hand is damaged; its lines are passed over
 * @places: rows and blocks of the run at hand
 * @nr_places: how many
 * @room: for how many there is room
 * @nr_blocks: of them blocks
 * @found: findings
 * @before: of them in the files before
 */
struct ib_lint {
	FILE *out;
	struct ib_private *private;
	struct ib_string_map *runs;
	const char *path;
	size_t line;
	struct ib_parser *p;
	char *run;
	bool ended;
	bool lost;
	struct place *places;
	size_t nr_places;
	size_t room;
	size_t nr_blocks;
	size_t found;
	size_t before;
};

/* Findings of one file that are told one by one; the others are counted. */
#define MAX_NAMED	10000

static __attribute__((format(printf, 3, 4))) void find(struct ib_lint *l, size_t line,
							const char *fmt, ...)
{
	va_list ap;

	if (l->found++ - l->before >= MAX_NAMED)
		return;
	ib_text(l->out, "%s:%zu: ", l->path, line);
	va_start(ap, fmt);
	ib_vprint(l->out, IB_SINK_TEXT, fmt, ap);
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
	l->places = ib_reserve(l->places, &l->room, l->nr_places, sizeof(*l->places));
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

static void check_provenance(struct ib_lint *l)
{
	struct json_object *o = ib_parse_json(l->p);
	char *gaps = ib_provenance_gaps(o);
	const char *build = ib_build_gap(o);

	if (gaps)
		find(l, l->line, "provenance is incomplete: no %s; measure again with this suite",
		     gaps);
	if (build)
		find(l, l->line, "%s: the build cannot be repeated; commit, build, measure again",
		     build);
	free(gaps);
	json_object_put(o);
}

static void check_run(struct ib_lint *l)
{
	const struct ib_record_type *type = ib_parse_type(l->p);
	const char *id = ib_parse_text(l->p, ib_field_index(type, "run"));
	int64_t schema = ib_parse_whole(l->p, ib_field_index(type, "schema"), 0);

	finish_run(l);
	l->lost = false;
	l->run = ib_asprintf("%s", id);
	l->ended = false;
	if (schema != IB_SCHEMA)
		find(l, l->line, "schema %lld, known is %d", (long long)schema, IB_SCHEMA);
	if (ib_string_map_find(l->runs, id) >= 0)
		find(l, l->line, "run %s is there already; 'initbench merge' keeps one", id);
	else
		ib_string_map_set(l->runs, id, 0);
	check_provenance(l);
}

static void check_row(struct ib_lint *l)
{
	static const int axes[] = { IB_ROW_LANE, IB_ROW_VARIANT, IB_ROW_EVENT, IB_ROW_FPU,
				    IB_ROW_MASK, IB_ROW_CONTENT, IB_ROW_TEMP };

	for (size_t i = 0; i < ARRAY_SIZE(axes); i++)
		if (!ib_parse_has(l->p, axes[i]))
			find(l, l->line, "the row has no %s",
			     ib_parse_type(l->p)->fields[axes[i]].path);
	add_place(l, (struct place){ .row = ib_parse_whole(l->p, IB_ROW_ROW, -1) });
}

static void check_block(struct ib_lint *l)
{
	struct ib_block_rec block;

	if (ib_block_values(l->p, 1, &block) < 0)
		find(l, l->line, "the block has no n, ticks or empty");
	else
		add_place(l, (struct place){
			.row = ib_parse_whole(l->p, IB_BLOCK_ROW, -1),
			.layout = block.layout, .is_block = true,
			.launch = ib_parse_whole(l->p, IB_BLOCK_LAUNCH, 0),
			.attempt = block.attempt,
		});
}

static void check_end(struct ib_lint *l)
{
	int64_t blocks = ib_parse_whole(l->p, IB_END_BLOCKS, 0);

	l->ended = true;
	if (!ib_parse_has(l->p, IB_END_BLOCKS) || (size_t)blocks != l->nr_blocks)
		find(l, l->line, "the end record counts %lld blocks, but the file has %zu",
		     (long long)blocks, l->nr_blocks);
}

static void check_texts(struct ib_lint *l)
{
	struct ib_text text;

	for (size_t i = 0; ib_parse_each_text(l->p, i, &text); i++) {
		const char *what = ib_private_find(l->private, text.key, text.text);

		if (!what)
			what = ib_not_plain(text.key, text.text);
		if (what)
			find(l, l->line, "\"%s\" holds %s; measure again, or do not share it",
			     text.key, what);
	}
}

static const struct {
	const char *type;
	void (*check)(struct ib_lint *l);
} records[] = {
	{ "run", check_run },
	{ "row", check_row },
	{ "block", check_block },
	{ "end", check_end },
};

static void check_in_run(struct ib_lint *l, const struct ib_record_type *type)
{
	if (type->of_run && l->lost)
		return;
	if (type->of_run && (!l->run || l->ended)) {
		find(l, l->line, "%s record outside a run", type->name);
		return;
	}
	if (type->of_run && !ib_is_of_run(l->p, l->run)) {
		find(l, l->line, "%s record of another run than %s", type->name, l->run);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(records); i++)
		if (!strcmp(type->name, records[i].type))
			records[i].check(l);
}

static void check_record(struct ib_lint *l)
{
	const struct ib_record_type *type = ib_parse_type(l->p);
	const char *unknown = ib_parse_unknown(l->p);

	check_texts(l);
	if (!type)
		find(l, l->line, "no record of schema %d: its type is '%s'", IB_SCHEMA,
		     ib_parse_type_name(l->p));
	else
		check_in_run(l, type);
	if (type && unknown)
		find(l, l->line, "field %s is not one of schema %d; update initbench, or leave it "
		     "out", unknown, IB_SCHEMA);
}

static void check_line(struct ib_lint *l, const struct ib_line *line)
{
	bool good = ib_parse(l->p, line->text, line->length);

	if (!line->whole)
		find(l, l->line, "the line is cut short; 'initbench merge' leaves it out");
	else if (good)
		check_record(l);
	else
		find(l, l->line, "%s; 'initbench merge' leaves it out", ib_parse_why(l->p));
	if (line->whole && !good && ib_run_may_begin(l->p, line)) {
		finish_run(l);
		l->lost = true;
	}
}

struct ib_lint *ib_lint_new(FILE *out)
{
	struct ib_lint *l = ib_calloc(1, sizeof(*l));

	l->out = out;
	l->private = ib_private_new();
	l->runs = ib_string_map_new();
	return l;
}

/* Return: whether the file could be read to its end. */
static bool check_lines(struct ib_lint *l, FILE *f)
{
	struct ib_lines *lines = ib_lines_new(f);
	enum ib_line_status status;
	struct ib_line line;

	while ((status = ib_lines_next(lines, &line)) == IB_LINE || status == IB_LINE_LONG) {
		l->line = line.number;
		if (status == IB_LINE)
			check_line(l, &line);
		else
			find(l, l->line, "longer than any record; 'initbench merge' leaves it out");
	}
	if (status == IB_LINES_ERROR)
		ib_error("%s: cannot be read: %s", l->path, strerror(errno));
	ib_lines_free(lines);
	return status == IB_LINES_END;
}

int ib_lint_file(struct ib_lint *l, const char *path)
{
	FILE *f = fopen(path, "re");
	bool whole;

	if (!f) {
		ib_error("%s: cannot be read: %s", path, strerror(errno));
		return -1;
	}
	l->path = path;
	l->before = l->found;
	l->line = 0;
	l->lost = false;
	l->p = ib_parser_new();
	whole = check_lines(l, f);
	if (!l->line && whole)
		find(l, 0, "empty: no run was recorded");
	finish_run(l);
	if (l->found - l->before > MAX_NAMED)
		ib_text(l->out, "%s: %zu findings more\n", path, l->found - l->before - MAX_NAMED);
	ib_parser_free(l->p);
	fclose(f);
	return whole ? 0 : -1;
}

size_t ib_lint_end(struct ib_lint *l)
{
	size_t found = l->found;

	ib_private_free(l->private);
	ib_string_map_free(l->runs);
	free(l->places);
	free(l);
	return found;
}
