// SPDX-License-Identifier: GPL-2.0-only
/* Why the figures are what they are: put and load, components, layout, content. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report.h"
#include "analysis/trio.h"
#include "bench/axes.h"

static bool has_native(const struct ib_report *r)
{
	size_t i = 0;

	return ib_report_native(r, &i);
}

void ib_report_putload(const struct ib_report *r)
{
	if (!has_native(r))
		return;
	fputs("## Why the form of the clear hardly shows: put and load\n\n"
	      "XSAVE and XRSTOR are microcode that walks the components; the clear is a few stores\n"
	      "and the calls around them. Saved and restored once each, they outweigh it whatever\n"
	      "its form, and what the forms differ by is less still.\n\n", r->out);
	ib_report_figures(r, "putload", "A reset with the state live: put, clear, load.");
}

void ib_report_scaling(const struct ib_report *r)
{
	if (!has_native(r))
		return;
	fputs("## Why the forms differ at all: cost against the number of components\n\n"
	      "All of them call the same function for each component; they differ in how they find\n"
	      "the next one: not at all (`unrolled-n`), by a bit scan in a register (`u64-mask`), by a\n"
	      "call per bit (`v10-bitmap-fixed`). What they have in common is most of the slope: to find\n"
	      "a component's place in the compacted image, `xfeature_get_offset()` walks all enabled\n"
	      "ones below it. That is why the curve bends: a component of a high number takes more\n"
	      "steps, and CET's (11, 12) cost more to clear than MPX's (3, 4) although they are smaller.\n"
	      "Grey bars below: 95% intervals of where two lines cross.\n\n", r->out);
	ib_report_figures(r, "components",
			  "Cost against components; below, the difference to `u64-mask`.");
}

/* What layout does to a row against what the trio differ by. */
static void print_spread(const struct ib_report *r, const struct ib_table *t, const char *fpu,
			 const char *words)
{
	struct ib_trio trio = ib_trio(t, fpu);
	double choice, sd = 0;

	for (size_t i = 0; i < trio.nr; i++)
		sd = fmax(sd, trio.line[i]->sd);
	if (trio.nr < 2 || !isfinite(sd))
		return;
	choice = ib_trio_choice(&trio);
	fprintf(r->out, "- %s, %s: the thread's forms differ by %.1f, and layout moves one of them "
		"by an sd of %.1f: ", t->label, words, choice, sd);
	if (choice < sd)
		fputs("**the difference is smaller than the layout spread**, and another build may "
		      "reverse it. ", r->out);
	else
		fprintf(r->out, "the difference is %.1f spreads. ", choice / sd);
	ib_report_data(r, t);
	fputc('\n', r->out);
}

void ib_report_layout(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!has_native(r))
		return;
	fputs("## Why one build cannot rank them: code layout\n\n"
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

static const struct ib_line *with_content(const struct ib_table *t, const char *variant,
					  const char *content)
{
	bool part = strchr(variant, ':');
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = "putload",
		.mask = part ? NULL : IB_TRIO_MASK, .content = content });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

static void print_contents(const struct ib_report *r, const struct ib_table *t)
{
	static const char *const columns[] = { "part:put", "part:load", "u64-mask", "xrstor-init" };
	struct ib_grid *g = ib_grid_new();

	ib_grid_column(g, t->label, "registers hold", true);
	ib_grid_column(g, "put", ib_unit_name(t->unit), false);
	ib_grid_column(g, "load", ib_unit_name(t->unit), false);
	ib_grid_column(g, "reset by `u64-mask`", ib_unit_name(t->unit), false);
	ib_grid_column(g, "by `xrstor-init`", ib_unit_name(t->unit), false);
	ib_grid_column(g, "which saves", "", false);
	for (size_t c = 0; c < IB_CONTENTS; c++) {
		const struct ib_line *u64, *init;
		const char *content = ib_contents[c].name;

		if (!with_content(t, columns[0], content))
			continue;
		ib_grid_cell(g, "%s", content);
		for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
			ib_report_cost(g, t, with_content(t, columns[i], content));
		u64 = with_content(t, "u64-mask", content);
		init = with_content(t, "xrstor-init", content);
		if (u64 && init)
			ib_grid_cell(g, "%.0f%%", 100 - 100 * init->cost.mid / u64->cost.mid);
		else
			ib_grid_cell(g, "-");
	}
	ib_grid_print(g, r->out, true);
	fputs("\nFrom ", r->out);
	ib_report_files(r, t);
	fputs(".\n\n", r->out);
}

/* The init optimisation: what is in its INIT state is not written. */
static void print_init_optimisation(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *init = ib_find_line(t, (struct ib_where){
		.variant = "part:put", .content = "init" });
	const struct ib_line *full = ib_find_line(t, (struct ib_where){
		.variant = "part:put", .content = "avx512" });

	if (!full || !isfinite(full->cost.mid))
		full = ib_find_line(t, (struct ib_where){ .variant = "part:put",
							  .content = "avx" });
	if (!init || !full || !isfinite(init->cost.mid) || !isfinite(full->cost.mid))
		return;
	fprintf(r->out, "- %s: a put takes %.1f with everything in its INIT state and %.1f with %s "
		"in use: the init optimisation is ", t->label, init->cost.mid, full->cost.mid,
		full->row->content);
	if (!ib_distinct(init, full))
		fputs("**not to be seen** here. ", r->out);
	else
		fprintf(r->out, "%s (%+.1f, %+.0f%%). ",
			full->cost.mid > init->cost.mid ? "**shown**" : "**refuted**",
			full->cost.mid - init->cost.mid,
			100 * (full->cost.mid / init->cost.mid - 1));
	ib_report_data(r, t);
	fputc('\n', r->out);
}

void ib_report_content(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!has_native(r))
		return;
	fputs("## Why put and load cost what they do: what the registers hold\n\n"
	      "XSAVEC and XSAVES may skip a component that is in its INIT state (the init\n"
	      "optimisation: SDM vol. 1, 13.6). XSAVES and XSAVEOPT may also skip what has not changed\n"
	      "since the last XRSTOR from the same place (the modified optimisation); user space has\n"
	      "XSAVEC, so that it cannot be seen in lane user.\n\n", r->out);
	ib_report_figures(r, "content", "Put and load against what the registers hold.");
	while ((t = ib_report_native(r, &i)))
		print_contents(r, t);
	i = 0;
	while ((t = ib_report_native(r, &i)))
		print_init_optimisation(r, t);
	fputc('\n', r->out);
}

static void print_cpu(const struct ib_table *t, struct ib_grid *g)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *hypervisor = run->guest_of, *release = ib_field(run->record, "kernel/release");
	char *folder = ib_report_folder(t);
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
	ib_grid_cell(g, "[tables](%s/tables.md), [data](%s)", folder, run->file);
	free(folder);
}

void ib_report_cpus(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new();
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
			print_cpu(t, g);
	ib_grid_print(g, r->out, true);
	fputc('\n', r->out);
}
