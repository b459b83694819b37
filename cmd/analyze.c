// SPDX-License-Identifier: GPL-2.0-only
/* initbench analyze: tables of results files. */
#include <string.h>

#include "analysis/print/formats.h"
#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

#define ROW(name)	{ #name, ib_format_##name },
#define WORD(name)	" " #name
#define NAMES		IB_FORMAT_LIST(WORD)

static const struct {
	const char *name;
	ib_print_fn *print;
} formats[] = { IB_FORMAT_LIST(ROW) };

struct arguments {
	ib_print_fn *print;
	struct ib_results *results;
};

static const struct argp_option options[] = {
	{ "format", 'f', "FORMAT", 0, "one of" NAMES " (default: text)", 0 },
	{ 0 }
};

static ib_print_fn *find_format(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(name, formats[i].name))
			return formats[i].print;
	ib_wrong_usage("unknown format '%s'; there are:" NAMES, name);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	if (key != 'f')
		return ARGP_ERR_UNKNOWN;
	a->print = find_format(arg);
	return 0;
}

static void on_argument(void *input, char *path)
{
	struct arguments *a = input;

	ib_results_read(a->results, path);
}

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FILE..",
		.doc = "Print the tables of results files: per row the midmean over layouts and its "
		       "interval, what layout does, and which variants can be told apart.\v"
		       "Exit status: 0; 2 nothing usable in the files, or one cannot be read; 3 a "
		       "variant left a wrong state, nothing was measured, more than half of the "
		       "blocks were dropped, or records were left out that do not keep to the schema.",
	},
	.on_argument = on_argument,
	.missing = "no results file named; 'initbench run' writes results/<cpu>/<run>.jsonl",
};

static bool any_measured(const struct ib_study *study)
{
	for (size_t i = 0; i < study->nr_tables; i++)
		for (size_t j = 0; j < study->tables[i]->nr_lines; j++)
			if (study->tables[i]->lines[j].nr_blocks)
				return true;
	return false;
}

/* Return: the exit status, after messages that say why nothing may be believed. */
static int believe(const struct ib_study *study)
{
	int status = study->nr_wrong ? IB_EXIT_INVALID : IB_EXIT_OK;

	if (!any_measured(study)) {
		ib_error("nothing was measured: no row in the files named has a block; 'initbench "
			 "doctor' says what can be measured here");
		return IB_EXIT_INVALID;
	}
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];

		if (!t->unbelievable)
			continue;
		ib_error("%s, lane %s: %s; 'initbench doctor' says what disturbs this machine",
			 t->runs[t->nr_runs - 1]->file, t->lane, t->unbelievable);
		status = IB_EXIT_INVALID;
	}
	return status;
}

int cmd_analyze(int argc, char **argv)
{
	struct arguments a = { .print = ib_format_text, .results = ib_results_new() };
	struct ib_study *study;
	int status = IB_EXIT_OK;

	ib_options("analyze", &syntax, argc, argv, &a);
	study = ib_study_new(a.results);
	ib_results_warn(a.results);
	if (!study->nr_tables) {
		ib_error("no rows in the files named; nothing to show");
		status = IB_EXIT_USAGE;
	} else {
		a.print(study, a.results->warnings, a.results->nr_warnings, stdout);
		status = believe(study);
	}
	status = ib_results_status(a.results, status);
	ib_study_free(study);
	ib_results_free(a.results);
	return status;
}
