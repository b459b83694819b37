// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/block_values.h"
#include "lib/schema/hypervisor_words.h"
#include "lib/schema/method.h"
#include "lib/schema/results.h"

/* Damaged lines of one file that are named one by one; the others are counted. */
#define MAX_NAMED	3

/*
 * struct reader - where in a file we are
 * @run: that rows and blocks belong to; NULL while they are skipped
 * @skipping: the present run is skipped for a reason that was given
 * @foreign: this is no results file
 * @unknown: a record of an unknown type was met
 * @damaged: lines
 */
struct reader {
	struct ib_results *results;
	const char *path;
	size_t line;
	struct ib_run_rec *run;
	bool skipping;
	bool foreign;
	bool unknown;
	size_t damaged;
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

static void damaged(struct reader *r, const char *why)
{
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

static void on_run(struct reader *r, struct json_object *o)
{
	struct ib_results *results = r->results;
	int64_t schema = json_object_get_int64(json_object_object_get(o, "schema"));
	const char *id = ib_field(o, "run"), *unit = ib_field(o, "clock/unit");
	struct ib_run_rec *run;
	long there;

	finish_run(r);
	r->skipping = true;
	if (schema > IB_SCHEMA) {
		warn(r, "schema %lld is newer than %d, the newest that this version knows; the run is skipped: "
		     "update initbench", (long long)schema, IB_SCHEMA);
		return;
	}
	if (schema < 1 || !id || !unit || !json_object_object_get(o, "cpu")) {
		warn(r, "run record without schema, run, clock or cpu; the run is skipped");
		return;
	}
	there = ib_index_find(results->index, id);
	if (there >= 0) {
		warn(r, "run %s has been read from %s; counted once", id,
		     results->runs[there]->file);
		return;
	}
	ib_index_set(results->index, id, results->nr_runs);
	r->skipping = false;
	run = ib_calloc(1, sizeof(*run));
	run->record = json_object_get(o);
	run->file = ib_asprintf("%s", r->path);
	run->id = id;
	run->host = ib_field_or(o, "host", "native");
	run->utc = ib_field_or(o, "utc", "");
	run->method = ib_method_of(ib_field_number(o, "method", 0));
	run->guest_of = guest_of(o);
	run->counts = !strcmp(unit, "instruction");
	run->tsc_step = step_of(o);
	run->patched = ib_field(o, "kernel/patched");
	results->runs = ib_grow(results->runs, results->nr_runs, sizeof(run));
	results->runs[results->nr_runs++] = run;
	r->run = run;
}

static struct ib_row_rec *find_row(const struct ib_run_rec *run, int64_t id)
{
	if (id >= 0 && (size_t)id < run->nr_rows && run->rows[id]->id == id)
		return run->rows[id];
	for (size_t i = 0; i < run->nr_rows; i++)
		if (run->rows[i]->id == id)
			return run->rows[i];
	return NULL;
}

static int64_t row_id(struct json_object *o)
{
	struct json_object *id = json_object_object_get(o, "row");

	return json_object_is_type(id, json_type_int) ? json_object_get_int64(id) : -1;
}

/* What was measured before the axis was there. */
static const char *use_before_the_axis(const char *variant)
{
	bool kernel = !strncmp(variant, "kernel:", strlen("kernel:"));

	return kernel && strcmp(variant, "kernel:init-used") ? "rest" : "used";
}

static void on_row(struct reader *r, struct json_object *o)
{
	struct ib_run_rec *run = r->run;
	const char *insns = ib_field(o, "insns");
	struct ib_row_rec *row;

	if (row_id(o) < 0 || !ib_field(o, "variant") || find_row(run, row_id(o))) {
		damaged(r, "row record without a variant or a number of its own");
		return;
	}
	row = ib_calloc(1, sizeof(*row));
	row->record = json_object_get(o);
	row->id = row_id(o);
	row->lane = ib_field_or(o, "lane", "user");
	row->variant = ib_field(o, "variant");
	row->event = ib_field_or(o, "event", "init");
	row->fpu = ib_field_or(o, "fpu", "none");
	row->mask = ib_field_or(o, "mask", "none");
	row->content = ib_field_or(o, "content", "init");
	row->use = ib_field_or(o, "use", use_before_the_axis(row->variant));
	row->temp = ib_field_or(o, "temp", "warm");
	row->code = ib_field(o, "code");
	row->proxy = json_object_get_boolean(json_object_object_get(o, "proxy"));
	row->insns = insns ? strtoll(insns, NULL, 10) : -1;
	row->insns_why = ib_field(o, "insns_why");
	row->oracle = ib_oracle_parse(ib_field(o, "oracle/verdict"));
	row->note = ib_field(o, "oracle/note");
	row->skip = ib_field(o, "skip");
	run->rows = ib_grow(run->rows, run->nr_rows, sizeof(row));
	run->rows[run->nr_rows++] = row;
}

static struct ib_counter *row_counter(struct ib_row_rec *row, const char *event)
{
	struct ib_counter *c;

	for (size_t i = 0; i < row->nr_counters; i++)
		if (!strcmp(row->counters[i].event, event))
			return &row->counters[i];
	row->counters = ib_grow(row->counters, row->nr_counters, sizeof(*c));
	c = &row->counters[row->nr_counters++];
	*c = (struct ib_counter){ .event = ib_asprintf("%s", event) };
	return c;
}

/* An event's value is its count [in n operations, in n empty ones]. */
static void add_counters(struct ib_row_rec *row, struct json_object *o)
{
	struct json_object *pmu = json_object_object_get(o, "pmu"), *events;
	int64_t n = json_object_get_int64(json_object_object_get(pmu, "n"));

	events = json_object_object_get(pmu, "events");
	if (n < 1 || !json_object_is_type(events, json_type_object))
		return;
	json_object_object_foreach(events, event, counts) {
		struct ib_counter *c;

		if (!json_object_is_type(counts, json_type_array) ||
		    json_object_array_length(counts) != 2)
			continue;
		c = row_counter(row, event);
		c->sum += (json_object_get_double(json_object_array_get_idx(counts, 0)) -
			   json_object_get_double(json_object_array_get_idx(counts, 1))) / n;
		c->blocks++;
		c->multiplexed +=
			json_object_get_boolean(json_object_object_get(pmu, "multiplexed"));
	}
}

static void on_block(struct reader *r, struct json_object *o)
{
	struct ib_row_rec *row = find_row(r->run, row_id(o));
	struct ib_block_rec block;

	if (!row) {
		damaged(r, "block of a row that was not declared");
		return;
	}
	if (ib_block_values(o, r->run->tsc_step, &block) < 0) {
		damaged(r, "block without n, ticks or empty");
		return;
	}
	if (block.attempt && row->nr_blocks && row->blocks[row->nr_blocks - 1].dropped)
		row->blocks[row->nr_blocks - 1].repeated = true;
	row->blocks = ib_grow(row->blocks, row->nr_blocks, sizeof(block));
	row->blocks[row->nr_blocks++] = block;
	r->run->nr_blocks++;
	if (!block.dropped)
		add_counters(row, o);
}

static void on_end(struct reader *r, struct json_object *o)
{
	struct json_object *blocks = json_object_object_get(o, "blocks");

	free(r->run->status);
	r->run->status = ib_asprintf("%s", ib_field_or(o, "status", "failed"));
	if (blocks && (size_t)json_object_get_int64(blocks) != r->run->nr_blocks)
		warn(r, "run %s counts %lld blocks in its end record, but the file has %zu", r->run->id,
		     (long long)json_object_get_int64(blocks), r->run->nr_blocks);
}

static const struct {
	const char *type;
	void (*handle)(struct reader *r, struct json_object *o);
} records[] = {
	{ "row", on_row },
	{ "block", on_block },
	{ "end", on_end },
};

/* Records that stand outside runs and have readers of their own. */
static bool read_elsewhere(const char *type)
{
	static const char *const types[] = {
		"reliability", "aa", "peers", "mca-about", "mca-row", "mca-model", "mca",
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return false;
}

static void on_unknown(struct reader *r, const char *type)
{
	if (r->unknown)
		return;
	r->unknown = true;
	warn(r, "this version does not know records of type '%s'; they are skipped", type);
}

static void on_record(struct reader *r, struct json_object *o)
{
	const char *type = ib_field(o, "type");

	if (!type) {
		damaged(r, "no record");
		return;
	}
	if (!strcmp(type, "run")) {
		on_run(r, o);
		return;
	}
	if (r->skipping || read_elsewhere(type))
		return;
	if (!r->run) {
		damaged(r, "record before any run record");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		if (!strcmp(type, records[i].type)) {
			records[i].handle(r, o);
			return;
		}
	}
	on_unknown(r, type);
}

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t\r\n")];
}

/* A file is ours whose first line is a record with a type, or was one before it was damaged. */
static bool begins_foreign(struct reader *r, struct json_object *o, const char *line)
{
	static const char ours[] = "{\"type\"";

	if (r->line > 1 || ib_field(o, "type") || !strncmp(line, ours, sizeof(ours) - 1))
		return false;
	warn(r, "not a results file of initbench: no run record; the file is skipped");
	return true;
}

static void on_line(struct reader *r, struct json_tokener *tok, const char *line, size_t len)
{
	bool whole = len && line[len - 1] == '\n';
	struct json_object *o;

	if (is_blank(line))
		return;
	json_tokener_reset(tok);
	o = json_tokener_parse_ex(tok, line, len);
	r->foreign = begins_foreign(r, o, line);
	if (o && !r->foreign)
		on_record(r, o);
	else if (!whole && !r->foreign)
		warn(r, "the last line is cut short; everything before it is used");
	else if (!r->foreign)
		damaged(r, "damaged");
	json_object_put(o);
}

static void read_lines(struct reader *r, FILE *f)
{
	struct json_tokener *tok = json_tokener_new();
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while (!r->foreign && (len = getline(&line, &size, f)) > 0) {
		r->line++;
		on_line(r, tok, line, len);
	}
	if (ferror(f))
		warn(r, "cannot be read: %s", strerror(errno));
	else if (!r->line)
		warn(r, "empty: no run was recorded");
	r->line = 0;
	finish_run(r);
	if (r->damaged > MAX_NAMED)
		warn(r, "%zu lines in all were damaged and skipped", r->damaged);
	free(line);
	json_tokener_free(tok);
}

struct ib_results *ib_results_new(void)
{
	struct ib_results *results = ib_calloc(1, sizeof(*results));

	results->index = ib_index_new();
	return results;
}

void ib_results_read_stream(struct ib_results *results, FILE *stream, const char *name)
{
	struct reader r = { .results = results, .path = name };

	read_lines(&r, stream);
}

void ib_results_read(struct ib_results *results, const char *path)
{
	FILE *f = fopen(path, "re");

	if (!f) {
		struct reader r = { .results = results, .path = path };

		warn(&r, "cannot be opened: %s", strerror(errno));
		return;
	}
	ib_results_read_stream(results, f, path);
	fclose(f);
}

static void free_row(struct ib_row_rec *row)
{
	for (size_t i = 0; i < row->nr_counters; i++)
		free(row->counters[i].event);
	free(row->counters);
	free(row->blocks);
	json_object_put(row->record);
	free(row);
}

static void free_run(struct ib_run_rec *run)
{
	for (size_t i = 0; i < run->nr_rows; i++)
		free_row(run->rows[i]);
	free(run->rows);
	free(run->status);
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
	ib_index_free(results->index);
	ib_free_strings(results->warnings, results->nr_warnings);
	free(results);
}

void ib_results_warn(const struct ib_results *results)
{
	for (size_t i = 0; i < results->nr_warnings; i++)
		ib_warn("%s", results->warnings[i]);
}
