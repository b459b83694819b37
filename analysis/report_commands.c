// SPDX-License-Identifier: GPL-2.0-only
/* How long our own commands take: hyperfine's export of `make bench-self`. */
#include <stdlib.h>

#include "analysis/grid.h"
#include "analysis/json_lines.h"
#include "analysis/report.h"
#include "analysis/results_dir.h"
#include "bench/err.h"

static void print_command(struct ib_grid *g, struct json_object *o)
{
	const char *name = json_object_get_string(json_object_object_get(o, "command"));

	ib_grid_cell(g, "`%s`", name ? name : "?");
	ib_grid_number(g, 1e3 * ib_json_number(o, "mean"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "stddev"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "min"), 1);
	ib_grid_number(g, 1e3 * ib_json_number(o, "max"), 1);
}

static bool print_file(const struct ib_report *r, const char *path)
{
	struct json_object *o = json_object_from_file(path);
	struct json_object *all = json_object_object_get(o, "results");
	struct ib_grid *g;

	if (!json_object_is_type(all, json_type_array)) {
		if (o)
			ib_warn("%s: not an export of hyperfine; left out", path);
		json_object_put(o);
		return false;
	}
	g = ib_grid_new();
	ib_grid_column(g, "command", "", true);
	ib_grid_column(g, "mean", "ms", false);
	ib_grid_column(g, "sd", "ms", false);
	ib_grid_column(g, "min", "ms", false);
	ib_grid_column(g, "max", "ms", false);
	for (size_t i = 0; i < json_object_array_length(all); i++)
		print_command(g, json_object_array_get_idx(all, i));
	fprintf(r->out, "From [`%s`](%s):\n\n", path, path);
	ib_grid_print(g, r->out, true);
	fputc('\n', r->out);
	json_object_put(o);
	return true;
}

void ib_report_commands(const struct ib_report *r)
{
	size_t nr, found = 0;
	char **names = ib_subfolders(r->dir, &nr);

	fputs("## How long the commands take\n\n", r->out);
	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s/bench-self.json", r->dir, names[i]);

		found += print_file(r, path);
		free(path);
		free(names[i]);
	}
	free(names);
	if (!found)
		fputs("Not measured: `make bench-self` does it.\n\n", r->out);
}
