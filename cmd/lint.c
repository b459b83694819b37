// SPDX-License-Identifier: GPL-2.0-only
/* initbench lint: results files checked before they are shared. */
#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/schema/lint.h"

/**
 * struct arguments - what the command line said
 * @lint: findings so far
 * @files: checked
 * @unreadable: not checked
 */
struct arguments {
	struct ib_lint *lint;
	size_t files;
	size_t unreadable;
};

static void on_argument(void *input, char *path)
{
	struct arguments *a = input;

	a->files++;
	a->unreadable += ib_lint_file(a->lint, path) < 0;
}

static const struct ib_syntax syntax = {
	.argp = {
		.args_doc = "FILE..",
		.doc = "Check results files before they are shared: the schema, what is known of the "
		       "machine and the build, lines cut short, runs, rows and blocks that are there "
		       "twice, and private data: host name, serial numbers, "
		       "addresses, paths.\v"
		       "One line a finding. Exit status: 0 none; 2 a file cannot be read; 3 findings.",
	},
	.on_argument = on_argument,
	.missing = "no results file named; 'initbench lint results/*/*.jsonl' checks all",
};

int cmd_lint(int argc, char **argv)
{
	struct arguments a = { .lint = ib_lint_new(stdout) };
	size_t found;

	ib_options("lint", &syntax, argc, argv, &a);
	found = ib_lint_end(a.lint);
	printf("%zu file%s checked, %zu finding%s\n", a.files - a.unreadable,
	       a.files - a.unreadable == 1 ? "" : "s", found, found == 1 ? "" : "s");
	if (a.unreadable)
		return IB_EXIT_USAGE;
	return found ? IB_EXIT_INVALID : IB_EXIT_OK;
}
