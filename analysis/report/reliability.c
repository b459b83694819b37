// SPDX-License-Identifier: GPL-2.0-only
/*
 * What fuzzers, kills and the module's tests in a guest showed: results/reliability.jsonl
 * and results/<host>/reliability.jsonl.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/results_dir.h"

/* How much was done, and what came of it: each kind has figures of its own. */
static void add_done(struct ib_grid *g, struct json_object *o)
{
	static const char *const keys[] = { "calls", "runs", "checks", "executions", "kills", "blocks",
					    "disturbed", "failed" };
	char *done = ib_asprintf("%s", "");

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct json_object *value = json_object_object_get(o, keys[i]);
		char *longer;

		if (!value)
			continue;
		longer = ib_asprintf("%s%s%" PRId64 " %s", done, *done ? ", " : "",
				     json_object_get_int64(value), keys[i]);
		free(done);
		done = longer;
	}
	ib_grid_cell(g, "%s", *done ? done : "-");
	free(done);
}

static void add_splats(struct ib_grid *g, struct json_object *o)
{
	bool told = json_object_object_get(o, "in_module");

	ib_grid_cell(g, "%s%s%s%s", ib_json_text(o, "splats"), told ? " (" : "",
		     told ? ib_json_text(o, "in_module") : "", told ? " in the module)" : "");
}

/**
 * struct tests - what was found
 * @grid: a line of each
 * @seed: of each
 * @what: of each
 * @well: of each, whether it ended well and without a splat
 * @died: of each, whether it ended otherwise than well
 * @nr: how many
 */
struct tests {
	struct ib_grid *grid;
	char **seed;
	char **what;
	bool *well;
	bool *died;
	size_t nr;
};

static void keep(struct tests *t, struct json_object *o)
{
	const char *ended = ib_json_text(o, "ended"), *splats = ib_json_text(o, "splats");

	t->seed = ib_realloc(t->seed, t->nr + 1, sizeof(*t->seed));
	t->what = ib_realloc(t->what, t->nr + 1, sizeof(*t->what));
	t->well = ib_realloc(t->well, t->nr + 1, sizeof(*t->well));
	t->died = ib_realloc(t->died, t->nr + 1, sizeof(*t->died));
	t->seed[t->nr] = ib_asprintf("%s", ib_json_text(o, "seed"));
	t->what[t->nr] = ib_asprintf("%s", ib_json_text(o, "what"));
	t->well[t->nr] = !strcmp(ended, "0") && !strcmp(splats, "0");
	t->died[t->nr++] = strcmp(ended, "0");
}

/* What did not end well is the same again under its seed, or it is not. */
static void print_repeated(const struct ib_report *r, const struct tests *t)
{
	for (size_t i = 0; i < t->nr; i++) {
		size_t again = 0, well = 0;

		for (size_t j = i + 1; t->died[i] && j < t->nr; j++) {
			bool same = !strcmp(t->seed[i], t->seed[j]);

			again += same;
			well += same && t->well[j];
		}
		if (t->died[i] && !again)
			ib_mark(r->out, "- `%s`, seed %s, did not end well and was not repeated.\n",
				t->what[i], t->seed[i]);
		else if (t->died[i])
			ib_mark(r->out, "- `%s`, seed %s, did not end well. Under the same seed %zu of "
				"%zu later tests ended well and without a splat, so that the seed "
				"alone does not bring it about.\n", t->what[i], t->seed[i], well,
				again);
	}
}

static void forget(struct tests *t)
{
	for (size_t i = 0; i < t->nr; i++) {
		free(t->seed[i]);
		free(t->what[i]);
	}
	free(t->seed);
	free(t->what);
	free(t->well);
	free(t->died);
}

static void add_record(struct json_object *o, void *data)
{
	struct tests *t = data;
	struct ib_grid *g = t->grid;

	keep(t, o);

	ib_grid_cell(g, "%s", ib_json_text(o, "what"));
	ib_grid_cell(g, "%s", ib_json_text(o, "kernel"));
	add_done(g, o);
	add_splats(g, o);
	ib_grid_cell(g, "%s", ib_json_text(o, "ended"));
	ib_grid_cell(g, "%s", ib_json_text(o, "seed"));
	ib_grid_cell(g, "%.12s", ib_json_text(o, "commit"));
	ib_grid_cell(g, "%.10s", ib_json_text(o, "utc"));
}

static size_t add_folder(const struct ib_report *r, struct tests *t, const char *name)
{
	char *path = ib_asprintf("%s/%s/reliability.jsonl", r->dir, name);
	size_t nr = ib_json_lines(path, r->results, "reliability", add_record, t);

	free(path);
	return nr;
}

void ib_report_reliability(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	struct tests tests = { .grid = g };
	size_t nr, found;
	char **names = ib_subfolders(r->dir, r->results, &nr);

	ib_grid_column(g, "what", "", true);
	ib_grid_column(g, "kernel", "", true);
	ib_grid_column(g, "done", "", true);
	ib_grid_column(g, "splats", "", false);
	ib_grid_column(g, "ended", "0: well", true);
	ib_grid_column(g, "seed", "", false);
	ib_grid_column(g, "suite", "", true);
	ib_grid_column(g, "date", "", true);
	fputs("## Reliability\n\n", r->out);
	found = add_folder(r, &tests, ".");
	for (size_t i = 0; i < nr; i++) {
		found += add_folder(r, &tests, names[i]);
		free(names[i]);
	}
	free(names);
	if (found)
		fputs("The module's tests, its fuzzer, and registers of other tasks watched while it\n"
		      "runs, in an emulated kernel (a splat is a warning or worse in its log; an\n"
		      "emulated kernel whose host is busy has some of its own, so that lines of call\n"
		      "traces that name the module's code are counted beside them); the reader of\n"
		      "results fuzzed with sanitizers; runs killed at random points.\n\n",
		      r->out);
	else
		fputs("Not measured: `make check-fuzz`, `check-debug-kernel`, `check-reader` and\n"
		      "`check-kills` do it.\n",
		      r->out);
	if (found)
		ib_grid_print(g, r->out);
	else
		ib_grid_free(g);
	fputc('\n', r->out);
	print_repeated(r, &tests);
	forget(&tests);
	fputc('\n', r->out);
}
