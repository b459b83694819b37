// SPDX-License-Identifier: GPL-2.0-only
/* initbench series: what each commit of a series costs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/series.h"
#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

typedef void (*print_fn)(const struct ib_series *s, FILE *out);

static const struct {
	const char *name;
	print_fn print;
} formats[] = {
	{ "text", ib_series_text },
	{ "json", ib_series_json },
	{ "junit", ib_series_junit },
	{ "gnuplot", ib_series_gnuplot },
	{ "cover", ib_series_cover },
};

/**
 * struct arguments - what the command line said
 * @file: the series
 * @print: its format
 * @delta: instructions
 */
struct arguments {
	const char *file;
	print_fn print;
	double delta;
};

static const struct argp_option options[] = {
	{ "delta", 'd', "N", 0, "changes within N instructions are none (0)", 0 },
	{ "format", 'f', "FORMAT", 0,
	  "text (default), json, junit (a commit is a test case), gnuplot (data of the plot), "
	  "cover (names the patches that cost)", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;
	uint64_t delta;

	switch (key) {
	case 'd':
		if (ib_parse_number("--delta", arg, 0, INT32_MAX, &delta))
			exit(IB_EXIT_USAGE);
		a->delta = delta;
		return 0;
	case 'f':
		for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
			if (!strcmp(arg, formats[i].name))
				a->print = formats[i].print;
		if (!a->print)
			ib_wrong_usage("unknown format '%s'; text, json, junit, gnuplot or cover",
				       arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void on_argument(void *input, char *path)
{
	struct arguments *a = input;

	if (a->file)
		ib_wrong_usage("too many files at '%s'; name one SERIES", path);
	a->file = path;
}

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.args_doc = "SERIES",
		.doc = "Print what each commit of a series costs, in instructions. SERIES is "
		       "series.tsv of a folder that scripts/compare-branches --series made.\v"
		       "Exit status: 0 no commit is slower than the one before; 1 one is, beyond "
		       "delta; 2 usage, or a commit that could not be measured; 3 a commit leaves a "
		       "wrong state.",
	},
	.on_argument = on_argument,
	.missing = "no series named; scripts/compare-branches --series makes one",
};

int cmd_series(int argc, char **argv)
{
	struct arguments a = { 0 };
	struct ib_series *s;
	int status = IB_EXIT_USAGE;

	ib_options("series", &syntax, argc, argv, &a);
	s = ib_series_read(a.file, a.delta);
	if (s) {
		(a.print ? a.print : ib_series_text)(s, stdout);
		status = ib_series_status(s);
	}
	ib_series_free(s);
	return status;
}
