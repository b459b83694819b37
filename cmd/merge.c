// SPDX-License-Identifier: GPL-2.0-only
/* initbench merge: several results files into one. */
#include <stddef.h>

#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/schema/merge.h"

/**
 * struct arguments - what the command line said
 * @merge: files so far
 * @out: file to write
 * @ended: why runs without end record have none, or NULL
 * @failed: files that cannot be read
 */
struct arguments {
	struct ib_merge *merge;
	const char *out;
	const char *ended;
	size_t failed;
};

static const struct argp_option options[] = {
	{ "out", 'o', "FILE", 0, "the file to write; may be one of those read", 0 },
	{ "ended", 'e', "WHY", 0,
	  "runs without end record get one that says \"failed\" and why", 0 },
	{ 0 }
};

static const struct ib_kept kept[] = {
	{ 'o', offsetof(struct arguments, out) },
	{ 'e', offsetof(struct arguments, ended) },
	{ 0 }
};

static void on_argument(void *input, char *path)
{
	struct arguments *a = input;

	a->failed += ib_merge_read(a->merge, path) < 0;
}

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.args_doc = "FILE..",
		.doc = "Join results files: each run once and its lines as they are, the oldest "
		       "first. Of two copies of a run the longer is kept; lines cut short are left "
		       "out.\v"
		       "Exit status: 0; 2 a file cannot be read or written, there is no run, or two "
		       "files hold different runs of one name: then nothing is written; 3 records were "
		       "left out that do not keep to the schema, all others are written.",
	},
	.kept = kept,
	.on_argument = on_argument,
	.missing = "no results file named; 'initbench merge -h' tells more",
};

int cmd_merge(int argc, char **argv)
{
	struct arguments a = { .merge = ib_merge_new() };
	int status = IB_EXIT_OK;

	ib_options("merge", &syntax, argc, argv, &a);
	if (!a.out)
		ib_wrong_usage("merge wants --out FILE, the file to write");
	if (a.failed || !ib_merge_write(a.merge, a.out, a.ended))
		status = IB_EXIT_USAGE;
	else if (ib_merge_left_out(a.merge))
		status = IB_EXIT_INVALID;
	ib_merge_free(a.merge);
	return status;
}
