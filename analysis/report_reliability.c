// SPDX-License-Identifier: GPL-2.0-only
/* What the module's fuzzer and tests in a guest showed: results/<host>/reliability.jsonl. */
#include <inttypes.h>
#include <stdlib.h>

#include "analysis/grid.h"
#include "analysis/json_lines.h"
#include "analysis/report.h"
#include "analysis/results_dir.h"
#include "bench/err.h"

/* How much was done, and what came of it: each kind has figures of its own. */
static void add_done(struct ib_grid *g, struct json_object *o)
{
	static const char *const keys[] = { "calls", "runs", "checks", "disturbed", "failed" };
	char *done = ib_asprintf("%s", "");

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
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

static void add_record(struct json_object *o, void *data)
{
	struct ib_grid *g = data;

	ib_grid_cell(g, "%s", ib_json_text(o, "what"));
	ib_grid_cell(g, "%s", ib_json_text(o, "kernel"));
	add_done(g, o);
	ib_grid_cell(g, "%s", ib_json_text(o, "splats"));
	ib_grid_cell(g, "%s", ib_json_text(o, "ended"));
	ib_grid_cell(g, "%s", ib_json_text(o, "seed"));
	ib_grid_cell(g, "%.12s", ib_json_text(o, "commit"));
	ib_grid_cell(g, "%.10s", ib_json_text(o, "utc"));
}

void ib_report_reliability(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new();
	size_t nr, found = 0;
	char **names = ib_subfolders(r->dir, &nr);

	ib_grid_column(g, "what", "", true);
	ib_grid_column(g, "kernel", "", true);
	ib_grid_column(g, "done", "", true);
	ib_grid_column(g, "splats", "", false);
	ib_grid_column(g, "ended", "0: well", true);
	ib_grid_column(g, "seed", "", false);
	ib_grid_column(g, "suite", "", true);
	ib_grid_column(g, "date", "", true);
	fputs("## Reliability of the module\n\n", r->out);
	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s/reliability.jsonl", r->dir, names[i]);

		found += ib_json_lines(path, "reliability", add_record, g);
		free(path);
		free(names[i]);
	}
	free(names);
	if (found)
		fputs("Its tests, its fuzzer, and registers of other tasks watched while it runs,\n"
		      "in an emulated kernel. A splat is a warning or worse in its log.\n\n",
		      r->out);
	else
		fputs("Not measured: `make check-fuzz` and `make check-debug-kernel` do it.\n",
		      r->out);
	if (found)
		ib_grid_print(g, r->out, true);
	else
		ib_grid_free(g);
	fputc('\n', r->out);
}
