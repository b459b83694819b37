// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"
#include "lib/base/string_map.h"
#include "lib/schema/block_values.h"
#include "lib/schema/hypervisor_words.h"
#include "lib/schema/lines.h"
#include "lib/schema/mca.h"
#include "lib/schema/method.h"
#include "lib/schema/of_run.h"
#include "lib/schema/parse.h"
#include "lib/schema/results.h"

/* Damaged lines of one file that are named one by one; the others are counted. */
#define MAX_NAMED	3

/* Of a row; more than any PMU counts. */
#define MAX_EVENTS	64

/*
 * struct reader - where in a file we are
 * @p: the line at hand
 * @run: that rows and blocks belong to; NULL while they are skipped
 * @skipping: the present run is skipped for a reason that was given
 * @foreign: this is no results file
 * @unknown: a record of an unknown type was met
 * @damaged: lines
 * @mca: the file's predictions
 */
struct reader {
	struct ib_results *results;
	const char *path;
	size_t line;
	struct ib_parser *p;
	struct ib_run_rec *run;
	bool skipping;
	bool foreign;
	bool unknown;
	size_t damaged;
	struct ib_mca *mca;
};

static __attribute__((format(printf, 2, 3))) void warn(struct reader *r, const char *fmt, ...)
{
	struct ib_results *results = r->results;
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = ib_vasprintf(fmt, ap);
	va_end(ap);
	results->warnings = ib_grow(results->warnings, results->nr_warnings, sizeof(char *));
	results->warnings[results->nr_warnings++] =
		r->line ? ib_asprintf("%s:%zu: %s", r->path, r->line, text) :
			  ib_asprintf("%s: %s", r->path, text);
	free(text);
}

static void left_out(struct reader *r)
{
	r->results->nr_left_out++;
}

static void damaged(struct reader *r, const char *why)
{
	left_out(r);
	if (++r->damaged <= MAX_NAMED)
		warn(r, "%s; the line is skipped", why);
}

const char *ib_field(struct json_object *object, const char *path)
{
	char key[64];

	while (object) {
		size_t len = strcspn(path, "/");

		if (!json_object_is_type(object, json_type_object) || len >= sizeof(key))
			return NULL;
		memcpy(key, path, len);
		key[len] = '\0';
		object = json_object_object_get(object, key);
		if (!path[len])
			return object ? json_object_get_string(object) : NULL;
		path += len + 1;
	}
	return NULL;
}

int64_t ib_field_number(struct json_object *object, const char *path, int64_t otherwise)
{
	const char *s = ib_field(object, path);

	return s ? strtoll(s, NULL, 0) : otherwise;
}

const char *ib_field_or(struct json_object *object, const char *path, const char *otherwise)
{
	const char *s = ib_field(object, path);

	return s && *s ? s : otherwise;
}

/* A run without an end record was killed; what it finished is as good as any. */
static void finish_run(struct reader *r)
{
	struct ib_run_rec *run = r->run;

	r->run = NULL;
	r->skipping = false;
	if (!run)
		return;
	if (!run->status)
		warn(r,
		     "run %s has no end record (killed, or still running); its %zu blocks are used",
		     run->id, run->nr_blocks);
	else if (strcmp(run->status, "complete"))
		warn(r, "run %s ended %s; its %zu blocks are used", run->id, run->status,
		     run->nr_blocks);
}

/* Runs from before "clocksources" was recorded have the one in use alone. */
static char *guest_of(struct json_object *run)
{
	const char *clocks = ib_field_or(run, "clocksources", ib_field(run, "clocksource"));

	return ib_hypervisor_words(ib_field(run, "hypervisor"), ib_hypervisor_by_clock(clocks));
}

static uint32_t step_of(struct json_object *run)
{
	const char *step = ib_field(run, "clock/step");

	return step ? strtoul(step, NULL, 0) : 1;
}

/* A run is left out whole: without its record nobody can tell what its rows are of. */
static void skip_run(struct reader *r)
{
	finish_run(r);
	r->skipping = true;
}

static struct ib_run_rec *new_run(const struct reader *r, struct json_object *o)
{
	struct ib_run_rec *run = ib_calloc(1, sizeof(*run));

	run->record = o;
	run->file = ib_asprintf("%s", r->path);
	run->id = ib_field(o, "run");
	run->host = ib_field_or(o, "host", "native");
	run->utc = ib_field_or(o, "utc", "");
	run->method = ib_method_of(ib_field_number(o, "method", 0));
	run->guest_of = guest_of(o);
	run->counts = !strcmp(ib_field(o, "clock/unit"), "instruction");
	run->tsc_step = step_of(o);
	run->patched = ib_field(o, "kernel/patched");
	return run;
}

static void on_run(struct reader *r)
{
	struct ib_results *results = r->results;
	struct json_object *o = ib_parse_json(r->p);
	const char *id = ib_field(o, "run");
	long there;

	skip_run(r);
	there = id ? ib_string_map_find(results->index, id) : -1;
	if (!id || there >= 0) {
		if (id)
			warn(r, "run %s has been read from %s; counted once", id,
			     results->runs[there]->file);
		json_object_put(o);
		return;
	}
	ib_string_map_set(results->index, id, results->nr_runs);
	r->skipping = false;
	r->run = new_run(r, o);
	results->runs = ib_grow(results->runs, results->nr_runs, sizeof(r->run));
	results->runs[results->nr_runs++] = r->run;
}

static long find_in_index(const struct ib_run_rec *run, int64_t id)
{
	char key[24];

	snprintf(key, sizeof(key), "%lld", (long long)id);
	return ib_string_map_find(run->row_index, key);
}

static struct ib_row_rec *find_row(const struct ib_run_rec *run, int64_t id)
{
	long at = run->row_index ? find_in_index(run, id) : id;

	return at >= 0 && (size_t)at < run->nr_rows ? run->rows[at] : NULL;
}

static void index_row(struct ib_run_rec *run, size_t at)
{
	char key[24];

	snprintf(key, sizeof(key), "%lld", (long long)run->rows[at]->id);
	ib_string_map_set(run->row_index, key, at);
}

/* From the first row on that is not where its number says, all are found by the index. */
static void add_row(struct ib_run_rec *run, struct ib_row_rec *row)
{
	run->rows = ib_grow(run->rows, run->nr_rows, sizeof(row));
	run->rows[run->nr_rows] = row;
	if (!run->row_index && row->id != (int64_t)run->nr_rows) {
		run->row_index = ib_string_map_new();
		for (size_t i = 0; i < run->nr_rows; i++)
			index_row(run, i);
	}
	if (run->row_index)
		index_row(run, run->nr_rows);
	run->nr_rows++;
}

static const char *word(struct reader *r, int field, const char *otherwise)
{
	const char *s = ib_parse_text(r->p, field);

	return s ? ib_string_map_keep(r->results->words, s) : otherwise;
}

/* What was measured before the axis was there. */
static const char *use_before_the_axis(const char *variant)
{
	bool kernel = !strncmp(variant, "kernel:", strlen("kernel:"));

	return kernel && strcmp(variant, "kernel:init-used") ? "rest" : "used";
}

static void read_axes(struct reader *r, struct ib_row_rec *row)
{
	row->lane = word(r, IB_ROW_LANE, "user");
	row->variant = word(r, IB_ROW_VARIANT, NULL);
	row->event = word(r, IB_ROW_EVENT, "init");
	row->fpu = word(r, IB_ROW_FPU, "none");
	row->mask = word(r, IB_ROW_MASK, "none");
	row->content = word(r, IB_ROW_CONTENT, "init");
	row->use = word(r, IB_ROW_USE, use_before_the_axis(row->variant));
	row->temp = word(r, IB_ROW_TEMP, "warm");
}

/* Return: whether the run has room for the row's lane. */
static bool add_lane(struct ib_run_rec *run, const char *lane)
{
	for (size_t i = 0; i < run->nr_lanes; i++)
		if (run->lanes[i] == lane)
			return true;
	if (run->nr_lanes == IB_LANES_MOST)
		return false;
	run->lanes[run->nr_lanes++] = lane;
	return true;
}

static void on_row(struct reader *r)
{
	const struct ib_parser *p = r->p;
	struct ib_row_rec *row;

	if (!add_lane(r->run, word(r, IB_ROW_LANE, "user"))) {
		damaged(r, "row of one lane more than a run can have");
		return;
	}
	if (find_row(r->run, ib_parse_whole(p, IB_ROW_ROW, -1))) {
		damaged(r, "a row of this number is there, so that this one is of another run; all up "
			"to the next run record is left out, too");
		skip_run(r);
		return;
	}
	row = ib_calloc(1, sizeof(*row));
	row->id = ib_parse_whole(p, IB_ROW_ROW, -1);
	read_axes(r, row);
	row->code = word(r, IB_ROW_CODE, NULL);
	row->proxy = ib_parse_truth(p, IB_ROW_PROXY);
	row->has_synthetic = ib_parse_has(p, IB_ROW_SYNTHETIC);
	row->synthetic = ib_parse_hex(p, IB_ROW_SYNTHETIC);
	row->mask_bytes = ib_parse_whole(p, IB_ROW_MASK_BYTES, 0);
	row->has_kept = ib_parse_has(p, IB_ROW_KEPT);
	row->kept = ib_parse_hex(p, IB_ROW_KEPT);
	row->bytes = ib_parse_whole(p, IB_ROW_BYTES, 0);
	row->cleared = ib_parse_hex(p, IB_ROW_CLEARED);
	row->oracle_mask = ib_parse_hex(p, IB_ROW_ORACLE_MASK);
	row->insns = ib_parse_whole(p, IB_ROW_INSNS, -1);
	row->insns_why = word(r, IB_ROW_INSNS_WHY, NULL);
	row->oracle = ib_oracle_parse(ib_parse_text(p, IB_ROW_VERDICT));
	row->note = word(r, IB_ROW_NOTE, NULL);
	row->skip = word(r, IB_ROW_SKIP, NULL);
	add_row(r->run, row);
}

static struct ib_counter *row_counter(struct reader *r, struct ib_row_rec *row, const char *name)
{
	const char *event = ib_string_map_keep(r->results->words, name);
	struct ib_counter *c;

	for (size_t i = 0; i < row->nr_counters; i++)
		if (row->counters[i].event == event)
			return &row->counters[i];
	row->counters = ib_grow(row->counters, row->nr_counters, sizeof(*c));
	c = &row->counters[row->nr_counters++];
	*c = (struct ib_counter){ .event = event };
	return c;
}

/* An event's value is its count [in n operations, in n empty ones]. */
static void add_counters(struct reader *r, struct ib_row_rec *row)
{
	int64_t n = ib_parse_whole(r->p, IB_BLOCK_PMU_N, 0);
	struct ib_starred counts;

	for (size_t i = 0; n && ib_parse_many(r->p, i, &counts); i++) {
		struct ib_counter *c;

		if (counts.field != IB_BLOCK_COUNTS || counts.nr != 2)
			continue;
		if (row->nr_counters == MAX_EVENTS)
			return;
		c = row_counter(r, row, counts.key);
		c->sum += ((double)counts.value[0] - counts.value[1]) / n;
		c->blocks++;
		c->multiplexed += ib_parse_truth(r->p, IB_BLOCK_MULTIPLEXED);
	}
}

static void on_block(struct reader *r)
{
	struct ib_row_rec *row = find_row(r->run, ib_parse_whole(r->p, IB_BLOCK_ROW, -1));
	struct ib_block_rec block;

	if (!row) {
		damaged(r, "block of a row that was not declared");
		return;
	}
	if (ib_block_values(r->p, r->run->tsc_step, &block) < 0) {
		damaged(r, "block without n, ticks or empty");
		return;
	}
	if (block.attempt && row->nr_blocks && row->blocks[row->nr_blocks - 1].dropped)
		row->blocks[row->nr_blocks - 1].repeated = true;
	row->blocks = ib_grow(row->blocks, row->nr_blocks, sizeof(block));
	row->blocks[row->nr_blocks++] = block;
	r->run->nr_blocks++;
	if (!block.dropped)
		add_counters(r, row);
}

/* What comes behind it is of no run. */
static void on_end(struct reader *r)
{
	struct ib_run_rec *run = r->run;
	int64_t blocks = ib_parse_whole(r->p, IB_END_BLOCKS, run->nr_blocks);

	run->status = word(r, IB_END_STATUS, "failed");
	if ((size_t)blocks != run->nr_blocks) {
		left_out(r);
		warn(r, "run %s says it has %lld blocks, but %zu are here", run->id,
		     (long long)blocks, run->nr_blocks);
	}
	finish_run(r);
}

static const struct {
	const char *type;
	void (*handle)(struct reader *r);
} records[] = {
	{ "row", on_row },
	{ "block", on_block },
	{ "end", on_end },
};

static void on_unknown(struct reader *r, const char *type)
{
	if (r->unknown)
		return;
	r->unknown = true;
	warn(r, "this version does not know records of type '%s'; they are skipped", type);
}

static void on_record_of_run(struct reader *r, const char *type)
{
	if (!ib_is_of_run(r->p, r->run->id)) {
		damaged(r, "it is of another run than the records before it");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		if (!strcmp(type, records[i].type)) {
			records[i].handle(r);
			return;
		}
	}
}

static void on_record(struct reader *r)
{
	const struct ib_record_type *type = ib_parse_type(r->p);

	if (!type) {
		if (!r->skipping)
			on_unknown(r, ib_parse_type_name(r->p));
	} else if (!strcmp(type->name, "run")) {
		on_run(r);
	} else if (!strncmp(type->name, "mca", 3)) {
		r->mca = ib_mca_add(r->mca, r->p, r->path);
	} else if (type->of_run && !r->skipping) {
		if (r->run)
			on_record_of_run(r, type->name);
		else
			damaged(r, "record before any run record, or behind its run's end");
	}
}

static bool is_newer(struct reader *r)
{
	const struct ib_record_type *type = ib_parse_type(r->p);
	int schema;

	if (!type || strcmp(type->name, "run"))
		return false;
	schema = ib_field_index(type, "schema");
	if (ib_parse_whole(r->p, schema, 0) <= IB_SCHEMA)
		return false;
	skip_run(r);
	left_out(r);
	warn(r, "schema %lld is newer than %d, the newest known here; the run is skipped: "
	     "update initbench", (long long)ib_parse_whole(r->p, schema, 0), IB_SCHEMA);
	return true;
}

/* A run record may be in what is damaged; then what follows is not of the run before. */
static void on_damaged(struct reader *r, const struct ib_line *line)
{
	if (ib_run_may_begin(r->p, line)) {
		skip_run(r);
		left_out(r);
		warn(r, "%s; the run is skipped", ib_parse_why(r->p));
		return;
	}
	if (!r->skipping)
		damaged(r, ib_parse_why(r->p));
}

/* A file is ours whose first line is a record with a type, or was one before it was damaged. */
static bool begins_foreign(struct reader *r, const struct ib_line *line)
{
	static const char ours[] = "{\"type\"";

	if (line->number > 1 || ib_parse_type_name(r->p) ||
	    !strncmp(line->text, ours, sizeof(ours) - 1))
		return false;
	left_out(r);
	warn(r, "not a results file of initbench: no run record; the file is skipped");
	return true;
}

static void on_line(struct reader *r, const struct ib_line *line)
{
	bool good;

	if (line->text[strspn(line->text, " \t\r")] == '\0' &&
	    strlen(line->text) == line->length)
		return;
	good = ib_parse(r->p, line->text, line->length);
	if (is_newer(r))
		return;
	if (good) {
		on_record(r);
		return;
	}
	r->foreign = begins_foreign(r, line);
	if (r->foreign)
		return;
	if (!line->whole && !ib_parse_is_json(r->p))
		warn(r, "the last line is cut short; everything before it is used");
	else
		on_damaged(r, line);
}

static enum ib_line_status read_all(struct reader *r, struct ib_lines *lines)
{
	enum ib_line_status status = IB_LINE;
	struct ib_line line;

	while (!r->foreign) {
		status = ib_lines_next(lines, &line);
		if (status != IB_LINE && status != IB_LINE_LONG)
			break;
		r->line = line.number;
		if (status == IB_LINE)
			on_line(r, &line);
		else
			damaged(r, "longer than any record");
	}
	return status;
}

static void finish_file(struct reader *r)
{
	struct ib_results *results = r->results;

	r->line = 0;
	finish_run(r);
	if (r->damaged > MAX_NAMED)
		warn(r, "%zu lines in all were damaged and skipped", r->damaged);
	r->mca = ib_mca_finish(r->mca);
	if (!r->mca)
		return;
	results->mca = ib_grow(results->mca, results->nr_mca, sizeof(r->mca));
	results->mca[results->nr_mca++] = r->mca;
}

static void unreadable(struct reader *r, const char *what)
{
	r->line = 0;
	r->results->nr_unreadable++;
	warn(r, "cannot be %s: %s", what, strerror(errno));
}

struct ib_results *ib_results_new(void)
{
	struct ib_results *results = ib_calloc(1, sizeof(*results));

	results->index = ib_string_map_new();
	results->words = ib_string_map_new();
	return results;
}

void ib_results_read_stream(struct ib_results *results, FILE *stream, const char *name)
{
	struct reader r = { .results = results, .path = name, .p = ib_parser_new() };
	struct ib_lines *lines = ib_lines_new(stream);
	bool failed = read_all(&r, lines) == IB_LINES_ERROR, empty = !r.line;

	if (failed)
		unreadable(&r, "read");
	finish_file(&r);
	if (empty && !failed)
		warn(&r, "empty: no run was recorded");
	ib_lines_free(lines);
	ib_parser_free(r.p);
}

void ib_results_read(struct ib_results *results, const char *path)
{
	FILE *f = fopen(path, "re");

	if (!f) {
		struct reader r = { .results = results, .path = path };

		unreadable(&r, "opened");
		return;
	}
	ib_results_read_stream(results, f, path);
	fclose(f);
}

static void free_row(struct ib_row_rec *row)
{
	free(row->counters);
	free(row->blocks);
	free(row);
}

static void free_run(struct ib_run_rec *run)
{
	for (size_t i = 0; i < run->nr_rows; i++)
		free_row(run->rows[i]);
	free(run->rows);
	ib_string_map_free(run->row_index);
	free(run->guest_of);
	free(run->file);
	json_object_put(run->record);
	free(run);
}

void ib_results_free(struct ib_results *results)
{
	if (!results)
		return;
	for (size_t i = 0; i < results->nr_runs; i++)
		free_run(results->runs[i]);
	free(results->runs);
	for (size_t i = 0; i < results->nr_mca; i++)
		ib_mca_free(results->mca[i]);
	free(results->mca);
	ib_string_map_free(results->index);
	ib_string_map_free(results->words);
	ib_free_strings(results->warnings, results->nr_warnings);
	free(results);
}

void ib_results_warn(const struct ib_results *results)
{
	for (size_t i = 0; i < results->nr_warnings; i++)
		ib_warn("%s", results->warnings[i]);
}

int ib_results_status(const struct ib_results *results, int status)
{
	if (results->nr_unreadable || status == IB_EXIT_USAGE)
		return IB_EXIT_USAGE;
	return results->nr_left_out ? IB_EXIT_INVALID : status;
}
