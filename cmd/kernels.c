// SPDX-License-Identifier: GPL-2.0-only
/* initbench kernels: how KVM's INIT moved over kernel releases. */
#include <stdlib.h>

#include "analysis/tables/cet_parts.h"
#include "analysis/tables/forms.h"
#include "analysis/tables/kernels.h"
#include "cmd/commands.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

static void on_argument(void *input, char *path)
{
	ib_results_read(input, path);
}

static const struct ib_syntax syntax = {
	.argp = {
		.args_doc = "FILE..",
		.doc = "Print what INIT costs in each kernel that ran in an emulated machine, how "
		       "much of it having XSTATE components to clear adds, and what that is; and of "
		       "sides of comparisons, what each branch costs beside the base.\v"
		       "Exit status: 0; 2 no such run in the files, or one cannot be read; 3 records "
		       "were left out that do not keep to the schema.",
	},
	.on_argument = on_argument,
	.missing = "no results file named; 'make bench-kernels' writes some",
};

int cmd_kernels(int argc, char **argv)
{
	struct ib_results *results = ib_results_new();
	struct ib_kernels kernels;
	struct ib_forms forms;
	struct ib_parts parts;
	int status = IB_EXIT_OK;

	ib_options("kernels", &syntax, argc, argv, results);
	ib_results_warn(results);
	kernels = ib_kernels_read(results);
	ib_kernels_print(&kernels, stdout);
	forms = ib_forms_read(results);
	ib_forms_print(&forms, stdout, false);
	if (ib_parts_read(&parts, results)) {
		ib_text(stdout, "\nWhat CET adds to INIT in %s on %s:\n\n", parts.release,
			parts.host);
		ib_parts_print(&parts, stdout, false);
	} else if (!kernels.nr && !forms.nr) {
		ib_error("no run of the kvm lane in an emulated machine in the files named");
		status = IB_EXIT_USAGE;
	}
	free(forms.form);
	free(kernels.kernel);
	status = ib_results_status(results, status);
	ib_results_free(results);
	return status;
}
