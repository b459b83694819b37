// SPDX-License-Identifier: GPL-2.0-only
/* The thread's forms, each in a kernel of its own. */
#include <inttypes.h>
#include <stdlib.h>

#include "analysis/report/report.h"
#include "analysis/tables/forms.h"
#include "lib/base/err.h"
#include "lib/schema/results_dir.h"

/* The form that the series of patches/ is. */
#define SERIES	"xrstor-init"

/* Beside the results: figures of patches are no runs of the study. */
static struct ib_results *read_figures(const struct ib_report *r)
{
	struct ib_results *figures = ib_results_new();
	char *dir = ib_asprintf("%s/../patches/figures", r->dir);

	ib_results_read_lane(figures, dir, "kvm");
	free(dir);
	return figures;
}

void ib_report_forms(const struct ib_report *r)
{
	struct ib_results *figures = read_figures(r);
	struct ib_forms forms = ib_forms_read(figures);

	if (forms.nr) {
		fputs("## The thread's forms in a real kernel\n\n"
		      "Each form is a patch to the same source (`patches/`), and each kernel is built and run\n"
		      "whole; `scripts/patch-figures` repeats it. The first line is Linux as distributed. An XSAVE\n"
		      "or XRSTOR counts as one instruction: that a form does without them shows in cycles, and\n"
		      "hardly here.\n\n", r->out);
		ib_forms_print(&forms, r->out, true);
		fputc('\n', r->out);
	}
	free(forms.form);
	ib_results_free(figures);
}

static void print_host(FILE *out, const struct ib_form *base, const struct ib_form *series,
		       const char *sep)
{
	ib_mark(out, "%pm%" PRId64 " instructions of INIT are %" PRId64 " on %s (%s)", sep,
		base->used, series->used, base->host, base->mask);
}

void ib_report_forms_advice(const struct ib_report *r)
{
	struct ib_results *figures = read_figures(r);
	struct ib_forms forms = ib_forms_read(figures);
	const char *sep = "";

	for (size_t i = 0; i < forms.nr; i++) {
		const struct ib_form *base = &forms.form[i];
		const struct ib_form *series = ib_forms_find(&forms, base->host, SERIES);

		if (!base->base || !series || series->oracle == IB_ORACLE_WRONG ||
		    base->used < 0 || series->used < 0)
			continue;
		if (!*sep)
			ib_mark(r->out, "- `%s` as a kernel series (`patches/`), in Linux %s: with "
				"the components in use ", SERIES, base->release);
		print_host(r->out, base, series, sep);
		sep = ", ";
	}
	if (*sep)
		fputs(". An XSAVE counts as one there; its cycles have not been measured in a kernel.\n",
		      r->out);
	free(forms.form);
	ib_results_free(figures);
}
