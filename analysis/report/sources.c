// SPDX-License-Identifier: GPL-2.0-only
/* Every run read, which of them the figures above rest on, and what was wrong with the files. */
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/base/string_map.h"

/* The runs whose figures are in a table that is shown. */
static struct ib_string_map *shown_runs(const struct ib_report *r)
{
	struct ib_string_map *shown = ib_string_map_new();
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL))) {
		for (size_t j = 0; j < t->nr_runs; j++)
			ib_string_map_set(shown, t->runs[j]->id, 0);
		for (size_t j = 0; j < t->nr_gathered; j++)
			ib_string_map_set(shown, t->gathered[j]->id, 0);
	}
	return shown;
}

static const char *field(const struct ib_run_rec *run, const char *path)
{
	const char *s = ib_field(run->record, path);

	return s ? s : "-";
}

static void print_run(const struct ib_report *r, const struct ib_string_map *shown,
		      struct ib_grid *g, const struct ib_run_rec *run)
{
	char *link = ib_report_link(r, run->file);

	ib_grid_cell(g, "[`%s`](%s)", run->id, link);
	free(link);
	ib_grid_cell(g, "%s", field(run, "ordinal"));
	ib_grid_cell(g, "%s", ib_cpu_name(run));
	ib_grid_cell(g, "%s", run->host);
	ib_grid_cell(g, "%.12s%s", field(run, "suite/commit"),
		     strcmp(field(run, "suite/dirty"), "true") ? "" : "-dirty");
	ib_grid_cell(g, "%zu", run->nr_blocks);
	ib_grid_cell(g, "%s%s", run->status ? run->status : "no end record",
		     strcmp(field(run, "quick"), "true") ? "" : ", quick");
	ib_grid_cell(g, "%s",
		     ib_string_map_find(shown, run->id) >= 0 ? "yes" : "no: a newer run is");
}

void ib_report_sources(const struct ib_report *r)
{
	struct ib_string_map *shown = shown_runs(r);
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);

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
		print_run(r, shown, g, r->results->runs[i]);
	ib_grid_print(g, r->out);
	ib_string_map_free(shown);
	fputc('\n', r->out);
	for (size_t i = 0; i < r->results->nr_warnings; i++)
		ib_mark(r->out, "- %s\n", r->results->warnings[i]);
}

void ib_report_runs(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i))) {
		ib_mark(r->out, "%s, lane %s: ", t->label, t->lane);
		ib_report_files(r, t);
		fputs("\n\n", r->out);
	}
}

void ib_report_repeat(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	fputs("## How to repeat it\n\n"
	      "`make bench` measures the machine it runs on and writes these pages anew; `make study`\n"
	      "adds cold caches, sizes and layouts; `initbench doctor` says beforehand what disturbs. To\n"
	      "judge a patch: `scripts/compare-branches BASE PATCH --tree DIR`.\n\n", r->out);
	while ((t = ib_report_native(r, &i))) {
		ib_print(r->out, IB_SINK_MD, "- %s, %s: ", ib_report_cpu(r, t),
			 ib_cpu_name(t->runs[0]));
		ib_report_files(r, t);
		fputc('\n', r->out);
	}
	fputc('\n', r->out);
}

static const struct page {
	const char *file;
	const char *what;
} pages[] = {
	{ "STUDY.md", "why: put and load, components, layout, caches, kernels, and a cost model" },
	{ "METHOD.md", "how the figures were obtained, their limits, and every run" },
};

void ib_report_pages(const struct ib_report *r)
{
	size_t i = 0;
	char *folder;

	fputs("## The rest\n\n", r->out);
	for (size_t p = 0; p < ARRAY_SIZE(pages); p++) {
		char *path = ib_asprintf("%s/%s", r->dir, pages[p].file);
		char *link = ib_report_link(r, path);

		ib_mark(r->out, "- [`%s`](%s): %s\n", link, link, pages[p].what);
		free(link);
		free(path);
	}
	fputs("- [`EVIDENCE.md`](EVIDENCE.md): whether the suite itself can be trusted\n", r->out);
	while ((folder = ib_report_next_folder(r, &i))) {
		char *path = ib_asprintf("%s/README.md", folder), *link = ib_report_link(r, path);

		ib_mark(r->out, "- [`%s`](%s): every table\n", link, link);
		free(link);
		free(path);
		free(folder);
	}
}

void ib_report_beyond(const struct ib_report *r)
{
	fputs("*State in memory*: the clear alone. *State live*: put, clear and load, as KVM does it when\n"
	      "the vCPU's FPU is loaded. `v10-bitmap-fixed` is the patch as posted with its bug repaired;\n"
	      "the review's first draft of `u64-mask` does not compile, its final form is meant. Beyond the\n"
	      "thread, `xrstor-init` does not save and reload live state: one XRSTOR whose XSTATE_BV is 0\n"
	      "puts just the mask's components into their INIT state in the registers. `merged-memset`\n"
	      "clears neighbours by one memset. A *proxy* runs the kernel's logic in user space.\n"
	      "*Synthetic*: the CPU lacks the components; bytes beside the image stand for them, and\n"
	      "`xrstor-init` has a real one to initialise instead.\n"
	      "\n",
	      r->out);
}
