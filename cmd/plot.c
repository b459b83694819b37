// SPDX-License-Identifier: GPL-2.0-only
/* initbench plot: draw results files. */
#include <errno.h>
#include <libgen.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/plot/plot.h"
#include "analysis/report/pages.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/gather.h"
#include "cmd/commands.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

#define MAX_FORMATS	3

static const char *const known_formats[MAX_FORMATS] = { "svg", "png", "pdf" };

struct arguments {
	const char *out;
	const char *formats[MAX_FORMATS + 1];
	struct ib_results *results;
	bool columns;
	bool any;
};

static const struct argp_option options[] = {
	{ "out", 'o', "DIR", 0, "folder for the plots; data and scripts go to DIR/source", 0 },
	{ "format", 'f', "FORMAT,..", 0, "svg (default), png, pdf", 0 },
	{ "beside", 'b', NULL, 0, "only the plots that show all CPUs measured natively beside each "
	  "other", 0 },
	{ "if-any", 'i', NULL, 0, "end with 0 where no plot shows what the files hold, and say "
	  "nothing of older runs in them", 0 },
	{ 0 }
};

static const char *known_format(const char *name)
{
	for (size_t i = 0; i < MAX_FORMATS; i++)
		if (!strcmp(name, known_formats[i]))
			return known_formats[i];
	ib_wrong_usage("unknown format '%s'; svg, png or pdf", name);
}

static void parse_formats(struct arguments *a, char *list)
{
	size_t nr = 0;
	char *word;

	while ((word = strsep(&list, ",")) && nr < MAX_FORMATS)
		a->formats[nr++] = known_format(word);
	a->formats[nr] = NULL;
}

/* Of predictions, of results, or of both. */
static void read_file(void *input, char *path)
{
	struct arguments *a = input;

	ib_results_read(a->results, path);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key != 'f')
		return ARGP_ERR_UNKNOWN;
	parse_formats(state->input, arg);
	return 0;
}

static const struct ib_kept kept[] = {
	{ 'o', offsetof(struct arguments, out) },
	{ 'b', offsetof(struct arguments, columns) },
	{ 'i', offsetof(struct arguments, any) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FILE..",
		.doc = "Draw results files by gnuplot: cost per variant and mask, with put and load, "
		       "the distribution of blocks, cost against components, put and load against "
		       "content, each layout's cost; of mca.jsonl, the predictions of llvm-mca.\v"
		       "Each CPU or emulated host has a folder of its own below DIR if there are "
		       "several. Exit status: 0; 2 no results in the files, one cannot be read, or "
		       "gnuplot is missing or failed; 3 no plot shows what the files hold, or records "
		       "were left out that do not keep to the schema.",
	},
	.kept = kept,
	.on_argument = read_file,
	.missing = "no results file named; 'initbench run' writes results/<cpu>/<run>.jsonl",
};

/* All tables are of one CPU or emulated host. */
static bool of_one_cpu(const struct ib_study *s)
{
	bool one = true;
	char *first = s->nr_tables ? ib_cpu_dir(s->tables[0]->runs[0]) : NULL;

	for (size_t i = 1; i < s->nr_tables; i++) {
		char *other = ib_cpu_dir(s->tables[i]->runs[0]);

		one &= !strcmp(first, other);
		free(other);
	}
	free(first);
	return one;
}

/* A folder of its own for a CPU, below the one named, unless there is only one. */
static char *folder_of(const char *cpu, bool one)
{
	return one ? ib_asprintf(".") : ib_encode(IB_SINK_NAME, cpu);
}

static int plot_table(struct ib_plotter *p, const struct ib_table *t, bool one)
{
	char *cpu = ib_cpu_dir(t->runs[0]), *folder = folder_of(cpu, one);
	int ret = ib_plot_table(p, folder, t);

	free(folder);
	free(cpu);
	return ret;
}

/* Predictions lie in the folder of the CPU that they were traced on. */
static int plot_predictions(struct ib_plotter *p, const struct ib_mca *mca, bool one)
{
	char *path = ib_asprintf("%s", mca->file);
	char *folder = folder_of(basename(dirname(path)), one);
	int ret = ib_plot_predictions(p, folder, mca);

	free(folder);
	free(path);
	return ret;
}

static int plot_all(struct ib_plotter *p, const struct ib_study *s, const struct arguments *a)
{
	bool one = of_one_cpu(s) && a->results->nr_mca < 2;
	int ret = 0;

	for (size_t i = 0; i < a->results->nr_mca && !ret; i++)
		ret = plot_predictions(p, a->results->mca[i], one);
	for (size_t i = 0; i < s->nr_tables && !ret; i++)
		if (!s->tables[i]->superseded)
			ret = plot_table(p, s->tables[i], one);
	return ret;
}

/* One line, however many they are: older runs stay in the folder of a CPU. */
static void tell_superseded(const struct ib_study *s)
{
	const struct ib_table *first = NULL;
	size_t nr = 0;

	for (size_t i = 0; i < s->nr_tables; i++) {
		if (!s->tables[i]->superseded)
			continue;
		first = first ? first : s->tables[i];
		nr++;
	}
	if (nr)
		ib_warn("%zu older or less full table%s of the same CPU, of run %s%s, %s not drawn; "
			"to have one drawn, name its file alone", nr, nr == 1 ? "" : "s",
			first->runs[0]->id, nr == 1 ? "" : " and others", nr == 1 ? "is" : "are");
}

static int plot_study(const struct ib_study *s, const struct arguments *a)
{
	struct ib_plotter p = { .root = a->out, .formats = a->formats };

	if (!s->nr_tables && !a->results->nr_mca) {
		ib_error("nothing to draw in the files named");
		return IB_EXIT_USAGE;
	}
	if (!a->any)
		tell_superseded(s);
	p.outputs = ib_outputs_new();
	if (ib_plot_done(&p, !plot_all(&p, s, a)))
		return IB_EXIT_USAGE;
	if (p.drawn || a->any)
		return IB_EXIT_OK;
	if (!s->nr_tables) {
		ib_error("nothing to draw in the files named");
		return IB_EXIT_USAGE;
	}
	ib_error("nothing is drawn, as no plot shows what these files hold; 'initbench analyze' does");
	return IB_EXIT_INVALID;
}

/* Those that may stand beside others, in the first one's unit. */
static int plot_beside(const struct ib_study *s, const struct arguments *a)
{
	const struct ib_report report = { .study = s };
	struct ib_plotter p = { .root = a->out, .formats = a->formats };
	size_t i = 0;

	if (!ib_report_native(&report, &i))
		return IB_EXIT_OK;
	p.outputs = ib_outputs_new();
	return ib_plot_done(&p, !ib_report_plot_cpus(&report, &p)) ? IB_EXIT_USAGE : IB_EXIT_OK;
}

int cmd_plot(int argc, char **argv)
{
	struct arguments a = { .formats = { "svg" }, .results = ib_results_new() };
	struct ib_study *study;
	int status;

	ib_options("plot", &syntax, argc, argv, &a);
	if (!a.out)
		ib_wrong_usage("plot wants --out DIR, the folder to draw into");
	study = ib_study_new(a.results);
	ib_gather(study);
	ib_results_warn(a.results);
	/* Of part of a file nothing is drawn: the plots that are there stay. */
	if (a.results->nr_unreadable)
		status = IB_EXIT_USAGE;
	else
		status = a.columns ? plot_beside(study, &a) : plot_study(study, &a);
	status = ib_results_status(a.results, status);
	ib_study_free(study);
	ib_results_free(a.results);
	return status;
}
