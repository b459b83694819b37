// SPDX-License-Identifier: GPL-2.0-only
/* initbench report: REPORT.md from everything under results/. */
#include <stddef.h>
#include <string.h>

#include "analysis/report/pages.h"
#include "analysis/tables/gather.h"
#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/schema/results_dir.h"

struct arguments {
	const char *dir;
	const char *out;
	bool html;
	bool machines;
};

static const struct argp_option options[] = {
	{ "results", 'r', "DIR", 0, "folder of results (default: results)", 0 },
	{ "out", 'o', "FILE", 0, "the first page (default: REPORT.md); EVIDENCE.md is written beside "
	  "it. The only file of html (default: REPORT.html)", 0 },
	{ "format", 'f', "FORMAT", 0, "md (default); html: all pages in one file that needs no network, "
	  "with tables to be sorted and filtered", 0 },
	{ "machines", 'm', NULL, 0, "print no report but where machines of one CPU type agree and "
	  "where not", 0 },
	{ 0 }
};

static const struct ib_kept kept[] = {
	{ 'r', offsetof(struct arguments, dir) },
	{ 'o', offsetof(struct arguments, out) },
	{ 'm', offsetof(struct arguments, machines) },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	if (key != 'f')
		return ARGP_ERR_UNKNOWN;
	a->html = !strcmp(arg, "html");
	if (!a->html && strcmp(arg, "md"))
		ib_wrong_usage("unknown format '%s'; md or html", arg);
	return 0;
}

static int write_report(const struct ib_report *r, const struct arguments *a)
{
	int ret = a->html ? ib_report_html(r, a->out ? a->out : "REPORT.html") :
			    ib_report_write(r, a->out ? a->out : "REPORT.md");

	return ret ? IB_EXIT_USAGE : r->study->nr_wrong ? IB_EXIT_INVALID : IB_EXIT_OK;
}

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.doc = "Write the report on all CPUs' results. One page has the answer; STUDY.md in "
		       "the folder of results tells why, METHOD.md how, and README.md in each CPU's "
		       "folder has all its tables. EVIDENCE.md is about the suite itself. "
		       "The same results give the same report.\v"
		       "Exit status: 0; 2 no results, or a file cannot be read or written; 3 a variant "
		       "left a wrong state (the report says so), or records were left out that do "
		       "not keep to the schema.",
	},
	.kept = kept,
};

int cmd_report(int argc, char **argv)
{
	struct arguments a = { .dir = "results" };
	struct ib_results *results = ib_results_new();
	int status = IB_EXIT_USAGE;
	struct ib_report report;
	struct ib_study *study;

	ib_options("report", &syntax, argc, argv, &a);
	if (ib_results_read_dir(results, a.dir))
		goto out;
	if (!a.machines || results->nr_unreadable)
		ib_results_warn(results);
	study = ib_study_new(results);
	if (!a.machines)
		ib_gather(study);
	report = (struct ib_report){ .dir = a.dir, .results = results, .study = study };
	if (a.machines) {
		report.out = stdout;
		if (!ib_report_twins(&report))
			puts("No two machines of one CPU type are here by one method and lane; "
			     "'initbench run --machine LABEL' tells them apart.");
		status = IB_EXIT_OK;
	} else if (study->nr_tables) {
		status = write_report(&report, &a);
	} else {
		ib_error("%s: no results in it; 'make bench' or 'initbench run' makes them", a.dir);
	}
	ib_study_free(study);
	status = ib_results_status(results, status);
out:
	ib_results_free(results);
	return status;
}
