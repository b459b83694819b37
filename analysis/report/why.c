// SPDX-License-Identifier: GPL-2.0-only
/* Why the figures are what they are: put and load, components, layout; what was measured. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/fit.h"

static bool has_native(const struct ib_report *r)
{
	size_t i = 0;

	return ib_report_native(r, &i);
}

static void print_shares(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_contenders clear = ib_contenders(t, "none"), whole = ib_contenders(t, "putload");
	const struct ib_line *alone = ib_contender_line(&clear, "u64-mask");
	const struct ib_line *all = ib_contender_line(&whole, "u64-mask");
	struct ib_where at = { .variant = "part:put" };
	double put, load;

	if (!alone || !all)
		return;
	at.content = all->row->content;
	put = ib_report_mid(t, at);
	at.variant = "part:load";
	load = ib_report_mid(t, at);
	if (!isfinite(put + load))
		return;
	ib_mark(r->out, "- %s, `u64-mask`: put %.1f, load %.1f, the clear alone %.1f of %.1f: %.1f%%. "
		"The choice among the thread's forms moves %.1f: %.1f%%. ", t->label, put, load,
		alone->cost.mid, all->cost.mid, 100 * alone->cost.mid / all->cost.mid,
		ib_contenders_range(&whole), 100 * ib_contenders_range(&whole) / all->cost.mid);
	fputc('\n', r->out);
}

void ib_report_putload(const struct ib_report *r)
{
	if (!has_native(r))
		return;
	fputs("## Why a reset costs what it does: put and load\n\n"
	      "A put is an XSAVE of the guest's state and an XRSTOR of the host's, a load the reverse:\n"
	      "microcode that walks the components, four times. The clear between them is a few stores\n"
	      "and the calls around them.\n\n", r->out);
	ib_report_figures(r, "putload", "A reset with the state live: put, clear, load.");
	ib_report_each_native(r, print_shares);
	fputc('\n', r->out);
}

/* Two components of high numbers against two of low ones. */
static void print_high_and_low(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_where at = { .variant = "u64-mask", .event = "init", .fpu = "none",
			       .mask = "mpx", .content = "sse" };
	const struct ib_line *mpx = ib_find_line(t, at), *cet;
	struct ib_load low, high;

	at.mask = "cet";
	cet = ib_find_line(t, at);
	if (!mpx || !cet || !isfinite(mpx->cost.mid + cet->cost.mid))
		return;
	low = ib_load_of(t, mpx);
	high = ib_load_of(t, cet);
	ib_mark(r->out, "- %s, `u64-mask`: MPX's two components (numbers 3 and 4, %.0f bytes, %.0f "
		"steps) take %.1f, CET's two (11 and 12, %.0f bytes, %.0f steps) %.1f. ", t->label,
		low.of[IB_FIT_BYTE], low.of[IB_FIT_WALK], mpx->cost.mid, high.of[IB_FIT_BYTE],
		high.of[IB_FIT_WALK], cet->cost.mid);
	fputc('\n', r->out);
}

void ib_report_scaling(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!has_native(r))
		return;
	fputs("## Why the forms differ: cost against the number of components\n\n"
	      "All of them call the same function for each component; they differ in how they find\n"
	      "the next one: not at all (`unrolled-n`), by a bit scan in a register (`u64-mask`), by a\n"
	      "call per bit (`v10-bitmap-fixed`). What they have in common is most of the slope: to find\n"
	      "a component's place in the compacted image, `xfeature_get_offset()` walks all enabled\n"
	      "ones below it. That is why the curve bends: a component of a high number takes more\n"
	      "steps. Grey bars below: 95% intervals of where two lines cross.\n\n", r->out);
	ib_report_figures(r, "components",
			  "Cost against components; below, the difference to `u64-mask`.");
	while ((t = ib_report_native(r, &i)))
		print_high_and_low(r, t);
	fputc('\n', r->out);
}

/* What layout does to a row against what the trio differ by. */
static void print_spread(const struct ib_report *r, const struct ib_table *t, const char *fpu,
			 const char *words)
{
	struct ib_contenders contenders = ib_contenders(t, fpu);
	struct ib_contrast c;
	double choice, spread = 0;

	for (size_t i = 0; i < contenders.nr; i++)
		spread = fmax(spread, contenders.line[i]->spread);
	if (contenders.nr < 2 || !isfinite(spread))
		return;
	choice = ib_contenders_range(&contenders);
	c = ib_contrast(contenders.line[0], contenders.line[contenders.nr - 1]);
	ib_mark(r->out, "- %s, %s: the thread's forms differ by %.1f, and layout moves one of them "
		"by a spread of %.1f: ", t->label, words, choice, spread);
	if (c.paired && !c.exact)
		ib_mark(r->out,
			"`%s` is dearer than `%s` in **%zu of %zu layouts**, so that %.0f to "
			"%.0f%% of builds would show it so. ",
			contenders.line[contenders.nr - 1]->row->variant,
			contenders.line[0]->row->variant, c.nr_shown, c.judgement.n,
			100 * c.shown_lo, 100 * c.shown_hi);
	fputc('\n', r->out);
}

void ib_report_layout(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!has_native(r))
		return;
	fputs("## Why one build is not enough: code layout\n\n"
	      "Where a function and its callees lie in cache lines, pages and predictor sets moves its\n"
	      "cost, and nobody chooses it. Every figure here is over random layouts; the plot shows\n"
	      "what single builds would have said.\n\n", r->out);
	ib_report_figures(r, "layout", "Each variant's cost in each layout; thick: interval of the "
			  "midmean, thin: the middle 90% of the layouts.");
	while ((t = ib_report_native(r, &i))) {
		print_spread(r, t, "none", "state in memory");
		print_spread(r, t, "putload", "state live");
	}
	fputc('\n', r->out);
}

static void print_cpu(const struct ib_report *r, const struct ib_table *t, struct ib_grid *g)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *hypervisor = run->guest_of, *release = ib_field(run->record, "kernel/release");
	char *folder = ib_report_folder(t), *page;
	size_t layouts = 0;

	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts > layouts)
			layouts = t->lines[i].nr_layouts;
	ib_grid_cell(g, "%s", t->label);
	ib_grid_cell(g, "%s%s", hypervisor ? "guest of " : strcmp(run->host, "native") ?
		     "emulated" : "bare metal", hypervisor ? hypervisor : "");
	ib_grid_cell(g, "%s", t->lane);
	ib_grid_cell(g, "%s", ib_unit_name(t->unit));
	ib_grid_cell(g, "%zu", layouts);
	ib_grid_cell(g, "%s", release ? release : "-");
	page = ib_report_link(r, folder);
	ib_grid_cell(g, "[`%s`](%s/README.md)", page, page);
	free(page);
	free(folder);
}

void ib_report_cpus(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	const struct ib_table *t;
	size_t i = 0;

	fputs("## What was measured where\n\n", r->out);
	ib_grid_column(g, "CPU or host", "", true);
	ib_grid_column(g, "as", "", true);
	ib_grid_column(g, "lane", "", true);
	ib_grid_column(g, "unit", "", true);
	ib_grid_column(g, "layouts", "", false);
	ib_grid_column(g, "kernel", "", true);
	ib_grid_column(g, "in full", "", true);
	while ((t = ib_report_next(r, &i, NULL)))
		if (strcmp(t->lane, "selftest"))
			print_cpu(r, t, g);
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
}
