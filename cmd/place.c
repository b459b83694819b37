// SPDX-License-Identifier: GPL-2.0-only
/* initbench place: files of a folder into another, all or none: for scripts that made them. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/base/outputs.h"

/**
 * struct arguments - what the command line said
 * @outputs: files so far
 * @from: folder that they are in; NULL before the first argument
 * @to: folder that they are to be in; NULL before the second
 * @files: how many
 * @failed: one cannot be read or written
 */
struct arguments {
	struct ib_outputs *outputs;
	const char *from;
	const char *to;
	size_t files;
	bool failed;
};

/* Every folder of a path, those that are there as well. */
static int make_folders(struct ib_outputs *o, const char *path)
{
	int ret = 0;

	for (const char *slash = strchr(path + 1, '/'); slash && !ret;
	     slash = strchr(slash + 1, '/')) {
		char *folder = ib_asprintf("%.*s", (int)(slash - path), path);

		ret = ib_outputs_folder(o, folder);
		free(folder);
	}
	return ret;
}

static bool is_below(const char *name)
{
	return *name && *name != '/' && strcmp(name, "..") && strncmp(name, "../", 3) &&
	       !strstr(name, "/..");
}

static int add(struct arguments *a, const char *name)
{
	char *from = ib_asprintf("%s/%s", a->from, name), *to = ib_asprintf("%s/%s", a->to, name);
	int ret = make_folders(a->outputs, to);

	if (!ret && !ib_outputs_copy(a->outputs, from, a->to, name))
		ret = -1;
	free(to);
	free(from);
	return ret;
}

static void on_argument(void *input, char *argument)
{
	struct arguments *a = input;

	if (!a->from) {
		a->from = argument;
	} else if (!a->to) {
		a->to = argument;
	} else if (!is_below(argument)) {
		ib_wrong_usage("'%s' is no name of a file in %s", argument, a->from);
	} else {
		a->files++;
		a->failed = a->failed || add(a, argument);
	}
}

static const struct ib_syntax syntax = {
	.argp = {
		.args_doc = "FROM TO FILE..",
		.doc = "Copy files of the folder FROM into the folder TO, all of them or none: after an "
		       "error, on a full disk or when killed TO holds what it held before. Scripts "
		       "of the suite do with it.\v"
		       "TO is made if it is not there; FILE may be in a folder below FROM. Links out of "
		       "TO are refused. Exit status: 0; 2 a file cannot be read or written: nothing is "
		       "changed.",
	},
	.on_argument = on_argument,
	.missing = "no folder named; 'initbench place -h' tells more",
};

int cmd_place(int argc, char **argv)
{
	struct arguments a = { .outputs = ib_outputs_new() };

	ib_options("place", &syntax, argc, argv, &a);
	if (!a.files)
		ib_wrong_usage("place wants FROM, TO and the files to copy");
	if (!a.failed)
		return ib_outputs_commit(a.outputs) ? IB_EXIT_USAGE : IB_EXIT_OK;
	ib_outputs_drop(a.outputs);
	return IB_EXIT_USAGE;
}
