// SPDX-License-Identifier: GPL-2.0-only
/* initbench: one binary, subcommands. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "version.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *does;
} commands[] = {
	{ "doctor", cmd_doctor, "what can be measured here, what disturbs it, and the remedy" },
	{ "list", cmd_list, "list variants, lanes, masks and events" },
	{ "run", cmd_run, "measure, and write one JSON object a line" },
	{ "analyze", cmd_analyze, "print the tables of results files" },
	{ "compare", cmd_compare, "judge two results files against each other" },
	{ "series", cmd_series, "print what each commit of a series costs" },
	{ "plot", cmd_plot, "draw results files" },
	{ "report", cmd_report, "write REPORT.md from every CPU's results" },
	{ "kernels", cmd_kernels, "print what KVM's INIT costs in each kernel release" },
	{ "lint", cmd_lint, "check results files before they are shared" },
	{ "merge", cmd_merge, "join results files, each run once" },
	{ "place", cmd_place, "copy files into a folder, all of them or none" },
	{ "selftest", cmd_selftest,
	  "measure chains of known length: the error of the ruler itself" },
	{ "trace", cmd_trace, "list the instructions that each variant executes" },
	{ "kvm-storm", cmd_kvm_storm, "send N INITs through /dev/kvm and exit" },
};

static void usage(FILE *to)
{
	fprintf(to, "Usage: initbench COMMAND [OPTION...]\n"
		"What each way of zeroing XSTATE components on INIT costs.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].does);
	fprintf(to, "\n'initbench COMMAND -h' explains a command; 'initbench --version' names the build.\n"
		"Exit status: 0 done; 1 compare found a row slower; 2 wrong usage or environment; "
		"3 measured,\nbut not to be believed; 4 compare --strict left a row unresolved; "
		"130 Ctrl-C: everything that was\nfinished is kept.\n");
}

/* A table that did not reach its file is no success. */
static int flushed(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	ib_error("cannot write to standard output: %s", strerror(errno));
	return IB_EXIT_USAGE;
}

int main(int argc, char **argv)
{
	/* Then write(2) says that the file is too large, and it can be told. */
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		usage(stderr);
		return IB_EXIT_USAGE;
	}
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return IB_EXIT_OK;
	}
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version")) {
		printf("initbench %s (%.12s%s)\n", IB_VERSION, IB_COMMIT, IB_DIRTY ? "-dirty" : "");
		return IB_EXIT_OK;
	}
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return flushed(commands[i].run(argc - 1, argv + 1));
	ib_error("unknown command '%s'; 'initbench -h' lists them", argv[1]);
	return IB_EXIT_USAGE;
}
