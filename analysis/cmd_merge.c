// SPDX-License-Identifier: GPL-2.0-only
/* initbench merge: several results files into one. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/merge.h"
#include "bench/commands.h"
#include "bench/err.h"
#include "bench/options.h"

/**
 * struct arguments - what the command line said
 * @merge: files so far
 * @out: file to write
 * @ended: why runs without end record have none, or NULL
 * @files: read
 * @failed: of them
 */
struct arguments {
	struct ib_merge *merge;
	const char *out;
	const char *ended;
	size_t files;
	size_t failed;
};

static const struct argp_option options[] = {
	{ "out", 'o', "FILE", 0, "the file to write; may be one of those read", 0 },
	{ "ended", 'e', "WHY", 0,
	  "runs without end record get one that says \"failed\" and why", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'o':
		a->out = arg;
		return 0;
	case 'e':
		a->ended = arg;
		return 0;
	case ARGP_KEY_ARG:
		a->files++;
		a->failed += ib_merge_read(a->merge, arg) < 0;
		return 0;
	case ARGP_KEY_END:
		if (a->out && a->files)
			return 0;
		ib_error("results files and --out FILE are needed; 'initbench merge -h' tells more");
		exit(IB_EXIT_USAGE);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "FILE..",
	.doc = "Join results files: each run once and its lines as they are, the oldest first. Of "
	       "two copies of a run the longer is kept; lines cut short are left out.\v"
	       "Exit status: 0; 2 a file cannot be read or written, there is no run, or two files hold "
	       "different runs of one name: then nothing is written.",
};

int cmd_merge(int argc, char **argv)
{
	struct arguments a = { .merge = ib_merge_new() };
	int status = IB_EXIT_OK;

	ib_options("merge", &argp, argc, argv, &a);
	if (a.failed || !ib_merge_write(a.merge, a.out, a.ended))
		status = IB_EXIT_USAGE;
	ib_merge_free(a.merge);
	return status;
}
