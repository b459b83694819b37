// SPDX-License-Identifier: GPL-2.0-only
/* initbench report: REPORT.md from everything under results/. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "analysis/report/report.h"
#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/schema/results_dir.h"

struct arguments {
	const char *dir;
	const char *out;
	bool machines;
};

static const struct argp_option options[] = {
	{ "results", 'r', "DIR", 0, "folder of results (default: results)", 0 },
	{ "out", 'o', "FILE", 0, "the report (default: REPORT.md); links are as DIR is written, "
	  "so run it in the report's folder", 0 },
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

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.doc = "Write the report on all CPUs' results: the answer, why, plots, method, "
		       "limits, what was not measured; and tables.md into each folder of results. "
		       "The same results give the same report.\v"
		       "Exit status: 0; 2 no results, or the report cannot be written; 3 a variant "
		       "left a wrong state (the report says so).",
	},
	.kept = kept,
};

static void (*const sections[])(const struct ib_report *r) = {
	/* The study: question, answer, why. */
	ib_report_answer, ib_report_question, ib_report_predict, ib_report_putload,
	ib_report_scaling, ib_report_size, ib_report_layout, ib_report_content,
	ib_report_cold, ib_report_mca, ib_report_pmu,
	ib_report_codegen, ib_report_many, ib_report_apart,
	ib_report_machines, ib_report_lanes, ib_report_kernels,
	/* What it rests on. */
	ib_report_method, ib_report_limits, ib_report_missing, ib_report_ruler,
	ib_report_evidence, ib_report_reliability, ib_report_commands, ib_report_cpus,
	ib_report_sources,
};

static int write_report(const struct ib_report *about, const char *path)
{
	struct ib_report r = *about;
	bool failed;

	r.out = fopen(path, "we");
	if (!r.out) {
		ib_error("%s: cannot be written: %s; name another file with --out", path,
			 strerror(errno));
		return IB_EXIT_USAGE;
	}
	fputs("# How should KVM zero XSTATE components on INIT, and does it matter?\n\n", r.out);
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		sections[i](&r);
	failed = ferror(r.out);
	if (fclose(r.out) || failed) {
		ib_error("%s: cannot be written: %s", path, strerror(errno));
		return IB_EXIT_USAGE;
	}
	if (!ib_report_tables(about))
		return IB_EXIT_USAGE;
	return r.study->nr_wrong ? IB_EXIT_INVALID : IB_EXIT_OK;
}

int cmd_report(int argc, char **argv)
{
	struct arguments a = { .dir = "results", .out = "REPORT.md" };
	struct ib_results *results = ib_results_new();
	int status = IB_EXIT_USAGE;
	struct ib_report report;
	struct ib_study *study;

	ib_options("report", &syntax, argc, argv, &a);
	if (ib_results_read_dir(results, a.dir))
		goto out;
	if (!a.machines)
		ib_results_warn(results);
	study = ib_study_new(results);
	report = (struct ib_report){ .dir = a.dir, .results = results, .study = study };
	if (a.machines) {
		report.out = stdout;
		ib_report_machines(&report);
		status = IB_EXIT_OK;
	} else if (study->nr_tables) {
		status = write_report(&report, a.out);
	} else {
		ib_error("%s: no results in it; 'make bench' or 'initbench run' makes them", a.dir);
	}
	ib_study_free(study);
out:
	ib_results_free(results);
	return status;
}
