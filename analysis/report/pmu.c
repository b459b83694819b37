// SPDX-License-Identifier: GPL-2.0-only
/* Where the cycles go, as the PMU counted. */
#include <math.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/topdown.h"
#include "lib/base/array.h"

static const struct {
	const char *event;
	const char *head;
} others[] = {
	{ "ucode-uops", "microcode uops" },
	{ "l1i-misses", "L1I misses" },
	{ "l1d-misses", "L1D misses" },
	{ "branch-misses", "branch misses" },
	{ "store-forward-blocks", "store-forward blocks" },
};

/* Shown: INIT, the thread's mask, warm. */
static bool is_listed(const struct ib_line *l)
{
	const struct ib_row_rec *r = l->row;

	return l->kind == IB_KIND_VARIANT && !strcmp(r->event, "init") &&
	       !strcmp(r->mask, IB_CONTENDERS_MASK) && !strcmp(r->temp, "warm") &&
	       !strcmp(r->use, "used") &&

	       !strcmp(r->content, "sse");
}

static bool has_counts(const struct ib_table *t, const struct ib_line *l)
{
	struct ib_topdown account;

	if (ib_topdown(t, l, &account))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (isfinite(ib_counted(t, l, others[i].event)))
			return true;
	return false;
}

static void percent(struct ib_grid *g, bool known, double share)
{
	if (known)
		ib_grid_cell(g, "%.0f%%", 100 * share);
	else
		ib_grid_cell(g, "-");
}

static void print_line(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l)
{
	struct ib_topdown a;
	bool known = ib_topdown(t, l, &a);
	bool bug = l->oracle == IB_ORACLE_KNOWN_BUG && l->note;

	ib_grid_cell(g, "%s: `%s`%s%s", !strcmp(l->row->fpu, "none") ? "state in memory" :
		     "state live", l->row->variant, bug ? ": " : "", bug ? l->note : "");
	ib_grid_number(g, known ? a.slots : NAN, 0);
	percent(g, known, a.retiring);
	percent(g, known, a.frontend);
	percent(g, known, a.bad);
	percent(g, known, a.backend);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ib_grid_number(g, ib_counted(t, l, others[i].event), 2);
}

static size_t print_account(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	size_t nr = 0;

	ib_grid_column(g, t->label, "", true);
	ib_grid_column(g, "slots", "", false);
	ib_grid_column(g, "retiring", "", false);
	ib_grid_column(g, "front end", "", false);
	ib_grid_column(g, "bad speculation", "", false);
	ib_grid_column(g, "back end", "", false);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ib_grid_column(g, others[i].head, "", false);
	for (size_t i = 0; i < t->nr_lines; i++) {
		if (!is_listed(&t->lines[i]) || !has_counts(t, &t->lines[i]))
			continue;
		print_line(g, t, &t->lines[i]);
		nr++;
	}
	ib_report_grid(r, g, nr);
	return nr;
}

void ib_report_pmu(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	if (!ib_report_native(r, &i))
		return;
	fputs("## Where the cycles go: the PMU's account\n\n", r->out);
	i = 0;
	while ((t = ib_report_native(r, &i)))
		nr += print_account(r, t);
	if (nr) {
		ib_report_figures(r, "topdown", "Issue slots of a reset, by where they went.");
		fputs("A cycle has as many slots as uops can be renamed in it. *Retiring*: slots whose\n"
		      "uop retired; *front end*: left empty since none had been decoded; *bad\n"
		      "speculation*: of uops that did not retire; *back end*: left empty for want of\n"
		      "room behind. All less the empty call's, so that a share may lie below 0 where a\n"
		      "row costs little.\n\n", r->out);
		return;
	}
	fputs("No CPU here has counted: these were guests that are lent no PMU (see what was not\n"
	      "measured). Where there is one, `initbench run --pmu topdown` and `--pmu caches` fill this\n"
	      "section.\n\n", r->out);
}
