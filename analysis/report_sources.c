// SPDX-License-Identifier: GPL-2.0-only
/* Every run read, which of them the figures above rest on, and what was wrong with the files. */
#include <string.h>

#include "analysis/choose.h"
#include "analysis/facts.h"
#include "analysis/grid.h"
#include "analysis/report.h"

static bool is_shown(const struct ib_report *r, const struct ib_run_rec *run)
{
	for (size_t i = 0; i < r->study->nr_tables; i++) {
		const struct ib_table *t = r->study->tables[i];

		for (size_t j = 0; j < t->nr_runs; j++)
			if (t->runs[j] == run && !ib_is_superseded(r->study, t))
				return true;
	}
	return false;
}

static const char *field(const struct ib_run_rec *run, const char *path)
{
	const char *s = ib_field(run->record, path);

	return s ? s : "-";
}

static void print_run(const struct ib_report *r, struct ib_grid *g, const struct ib_run_rec *run)
{
	ib_grid_cell(g, "[`%s`](%s)", run->id, run->file);
	ib_grid_cell(g, "%s", field(run, "ordinal"));
	ib_grid_cell(g, "%s", ib_cpu_name(run));
	ib_grid_cell(g, "%s", run->host);
	ib_grid_cell(g, "%.12s%s", field(run, "suite/commit"),
		     strcmp(field(run, "suite/dirty"), "true") ? "" : "-dirty");
	ib_grid_cell(g, "%zu", run->nr_blocks);
	ib_grid_cell(g, "%s%s", run->status ? run->status : "no end record",
		     strcmp(field(run, "quick"), "true") ? "" : ", quick");
	ib_grid_cell(g, "%s", is_shown(r, run) ? "yes" : "no: a newer run is");
}

void ib_report_sources(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new();

	fputs("## Where the figures come from\n\nEvery run found, in the order of the files:\n\n",
	      r->out);
	ib_grid_column(g, "run", "", true);
	ib_grid_column(g, "no.", "", false);
	ib_grid_column(g, "CPU", "", true);
	ib_grid_column(g, "host", "", true);
	ib_grid_column(g, "suite", "", true);
	ib_grid_column(g, "blocks", "", false);
	ib_grid_column(g, "ended", "", true);
	ib_grid_column(g, "shown", "", true);
	for (size_t i = 0; i < r->results->nr_runs; i++)
		print_run(r, g, r->results->runs[i]);
	ib_grid_print(g, r->out, true);
	fputc('\n', r->out);
	for (size_t i = 0; i < r->results->nr_warnings; i++)
		fprintf(r->out, "- %s\n", r->results->warnings[i]);
}
