// SPDX-License-Identifier: GPL-2.0-only
/* How long our own commands take and what memory: the files of `make bench-self`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/results_dir.h"

/* What they shall keep to, as measured on two cores; NAN: nothing was promised. */
static const struct goal {
	const char *command;
	double ms;
	double mib;
} goals[] = {
	{ "initbench --version", 20, NAN },
	{ "initbench list", 20, NAN },
	{ "initbench analyze (10000000 values)", 2000, 64 },
	{ "initbench run --quick", 10000, NAN },
	{ "make bench", 120000, NAN },
	{ "", NAN, NAN },
};

static const char *command_of(struct json_object *o)
{
	const char *name = json_object_get_string(json_object_object_get(o, "command"));

	return name ? name : "?";
}

static const struct goal *goal_of(const char *command)
{
	const struct goal *g = goals;

	while (*g->command && strcmp(g->command, command))
		g++;
	return g;
}

static double peak_mib(struct json_object *memory, const char *command)
{
	for (size_t i = 0; memory && i < json_object_array_length(memory); i++) {
		struct json_object *o = json_object_array_get_idx(memory, i);

		if (!strcmp(command_of(o), command))
			return ib_json_number(o, "max_rss_kib") / 1024;
	}
	return NAN;
}

static void print_command(struct ib_grid *g, struct json_object *o, struct json_object *memory)
{
	const char *name = command_of(o);
	const struct goal *goal = goal_of(name);

	ib_grid_cell(g, "`%s`", name);
	ib_grid_number(g, 1e3 * ib_json_number(o, "mean"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "stddev"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "min"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "max"), 1);
	ib_grid_number(g, goal->ms, 0);
	ib_grid_number(g, peak_mib(memory, name), 1);
	ib_grid_number(g, goal->mib, 0);
}

static struct ib_grid *new_grid(void)
{
	static const char *const columns[][2] = {
		{ "mean", "ms" }, { "sd", "ms" }, { "min", "ms" }, { "max", "ms" },
		{ "goal", "ms" }, { "peak memory", "MiB" }, { "goal", "MiB" },
	};
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);

	ib_grid_column(g, "command", "", true);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		ib_grid_column(g, columns[i][0], columns[i][1], false);
	return g;
}

static size_t print_times(const struct ib_report *r, struct ib_grid *g, const char *path,
			  struct json_object *memory)
{
	struct json_object *all = ib_json_results(path, r->results);
	size_t nr = all ? json_object_array_length(all) : 0;

	for (size_t i = 0; i < nr; i++)
		print_command(g, json_object_array_get_idx(all, i), memory);
	json_object_put(all);
	return nr;
}

static bool print_folder(const struct ib_report *r, const char *name)
{
	char *times = ib_asprintf("%s/%s/bench-self.json", r->dir, name);
	char *whole = ib_asprintf("%s/%s/bench-self-make.json", r->dir, name);
	char *peaks = ib_asprintf("%s/%s/bench-self-memory.json", r->dir, name);
	struct json_object *memory = ib_json_results(peaks, r->results);
	struct ib_grid *g = new_grid();
	size_t nr = print_times(r, g, times, memory) + print_times(r, g, whole, memory);

	if (nr) {
		char *link = ib_report_link(r, times);

		ib_mark(r->out, "From [`%s`](%s):\n\n", link, link);
		free(link);
		ib_grid_print(g, r->out);
		fputc('\n', r->out);
	} else {
		ib_grid_free(g);
	}
	json_object_put(memory);
	free(peaks);
	free(whole);
	free(times);
	return nr;
}

void ib_report_commands(const struct ib_report *r)
{
	size_t nr, found = 0;
	char **names = ib_subfolders(r->dir, r->results, &nr);

	fputs("## How long the commands take\n\n", r->out);
	for (size_t i = 0; i < nr; i++) {
		found += print_folder(r, names[i]);
		free(names[i]);
	}
	free(names);
	if (!found)
		fputs("Not measured: `make bench-self` does it.\n\n", r->out);
}
