// SPDX-License-Identifier: GPL-2.0-only
/* Put and load against what the registers hold, and what a save need not write. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "lib/base/array.h"
#include "lib/base/xfeature.h"
#include "lib/schema/axes.h"

static const struct ib_line *with_content(const struct ib_table *t, const char *variant,
					  const char *content)
{
	bool part = strchr(variant, ':');
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = "putload",
		.mask = part ? NULL : IB_CONTENDERS_MASK, .content = content });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

static void print_contents(const struct ib_report *r, const struct ib_table *t)
{
	static const char *const columns[] = { "part:put", "part:load", "u64-mask", "xrstor-init" };
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);

	ib_grid_column(g, t->label, "registers hold", true);
	ib_grid_column(g, "put", ib_unit_name(t->unit), false);
	ib_grid_column(g, "load", ib_unit_name(t->unit), false);
	ib_grid_markup(g, "reset by `u64-mask`", ib_unit_name(t->unit), false);
	ib_grid_markup(g, "by `xrstor-init`", ib_unit_name(t->unit), false);
	ib_grid_column(g, "which saves", "", false);
	for (size_t c = 0; c < IB_CONTENTS; c++) {
		const struct ib_line *u64, *init;
		const char *content = ib_contents[c].name;

		if (!with_content(t, columns[0], content))
			continue;
		ib_grid_cell(g, "%s", content);
		for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
			ib_report_cost(g, t, with_content(t, columns[i], content));
		u64 = with_content(t, "u64-mask", content);
		init = with_content(t, "xrstor-init", content);
		if (u64 && init)
			ib_grid_cell(g, "%.0f%%", 100 - 100 * init->cost.mid / u64->cost.mid);
		else
			ib_grid_cell(g, "-");
	}
	ib_report_grid(r, g, 1);
}

/* The init optimisation: what is in its INIT state is not written. */
static void print_init_optimisation(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *init = ib_find_line(t, (struct ib_where){
		.variant = "part:put", .content = "init" });
	const struct ib_line *full = ib_find_line(t, (struct ib_where){
		.variant = "part:put", .content = "avx512" });

	if (!full || !isfinite(full->cost.mid))
		full = with_content(t, "part:put", "avx");
	if (!init || !full || !isfinite(init->cost.mid) || !isfinite(full->cost.mid))
		return;
	ib_mark(r->out, "- %s: a put takes %.1f with everything in its INIT state and %.1f with %s "
		"in use: the init optimisation is ", t->label, init->cost.mid, full->cost.mid,
		full->row->content);
	if (!ib_distinct(init, full))
		fputs("**not to be seen** here. ", r->out);
	else
		ib_mark(r->out, "%pm (%+.1f, %+.0f%%). ",
			full->cost.mid > init->cost.mid ? "**shown**" : "**refuted**",
			full->cost.mid - init->cost.mid,
			100 * (full->cost.mid / init->cost.mid - 1));
	fputc('\n', r->out);
}

/* Single instructions of the user lane. */
static const char *const instructions[] = {
	"part:xsave", "part:xsavec", "part:xsaveopt", "part:xsaveopt-dirty", "part:xrstor",
};

static const char *name_of(const char *instruction)
{
	return strchr(instruction, ':') + 1;
}

static void print_instructions(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	size_t nr = 0;

	ib_grid_column(g, t->label, "registers hold", true);
	for (size_t i = 0; i < ARRAY_SIZE(instructions); i++)
		ib_grid_column(g, name_of(instructions[i]), ib_unit_name(t->unit), false);
	for (size_t c = 0; c < IB_CONTENTS; c++) {
		size_t found = 0;

		for (size_t i = 0; i < ARRAY_SIZE(instructions); i++)
			found += !!with_content(t, instructions[i], ib_contents[c].name);
		if (!found)
			continue;
		nr++;
		ib_grid_cell(g, "%s", ib_contents[c].name);
		for (size_t i = 0; i < ARRAY_SIZE(instructions); i++)
			ib_report_cost(g, t, with_content(t, instructions[i], ib_contents[c].name));
	}
	ib_report_grid(r, g, nr);
}

static uint64_t hex(const char *s)
{
	return s ? strtoull(s, NULL, 16) : 0;
}

/**
 * struct kept - bytes in memory that a save left alone, over all contents
 * @init: components in their INIT state
 * @init_kept: of them, those not written: the init optimisation
 * @used: components in use
 * @used_kept: of them, those not written: the modified optimisation
 */
struct kept {
	unsigned int init;
	unsigned int init_kept;
	unsigned int used;
	unsigned int used_kept;
};

/* x87 is not looked at, and the images leave PKRU out. */
#define LOOKED_AT(xcr0)	((xcr0) & ~(BIT_ULL(XFEATURE_FP) | BIT_ULL(XFEATURE_PKRU)))

static struct kept count_kept(const struct ib_table *t, const char *instruction)
{
	uint64_t all = LOOKED_AT(hex(ib_field(t->runs[0]->record, "cpu/xcr0")));
	struct kept k = { 0 };

	for (size_t c = 0; c < IB_CONTENTS; c++) {
		const struct ib_line *l = with_content(t, instruction, ib_contents[c].name);
		uint64_t used = ib_contents[c].components & all, left;

		if (!l || !l->row->has_kept)
			continue;
		left = l->row->kept & all;
		k.init += __builtin_popcountll(all & ~used);
		k.init_kept += __builtin_popcountll(left & ~used);
		k.used += __builtin_popcountll(used);
		k.used_kept += __builtin_popcountll(left & used);
	}
	return k;
}

static const char *verdict(unsigned int kept, unsigned int of)
{
	return !of ? "not to be seen" : !kept ? "**refuted**" :
	       kept == of ? "**shown**" : "**shown in part**";
}

static void print_kept(const struct ib_report *r, const struct ib_table *t,
		       const char *instruction)
{
	struct kept k = count_kept(t, instruction);

	if (!k.init && !k.used)
		return;
	ib_mark(r->out, "- %s, %s: init optimisation %pm (%u of %u components in their INIT state were "
		"not written), modified optimisation %pm (%u of %u in use). ", t->label,
		name_of(instruction), verdict(k.init_kept, k.init), k.init_kept, k.init,
		verdict(k.used_kept, k.used), k.used_kept, k.used);
	fputc('\n', r->out);
}

static void print_all_kept(const struct ib_report *r, const struct ib_table *t)
{
	for (size_t k = 0; k < ARRAY_SIZE(instructions); k++)
		print_kept(r, t, instructions[k]);
}

void ib_report_content(const struct ib_report *r)
{
	size_t i = 0;

	if (!ib_report_native(r, &i))
		return;
	fputs("## Why put and load cost what they do: what the registers hold\n\n"
	      "XSAVEC, XSAVEOPT and XSAVES may skip a component that is in its INIT state (the init\n"
	      "optimisation: SDM vol. 1, 13.6); XSAVEOPT and XSAVES also what has not changed since the\n"
	      "last XRSTOR of the same image (the modified optimisation); XSAVE may do neither. Put\n"
	      "and load here are XSAVEC and XRSTOR; of the modified optimisation user space has XSAVEOPT to show, after an XRSTOR\n"
	      "of its own image, or (`-dirty`) of another one. What an instruction did not write is found\n"
	      "without a clock, by bytes changed in memory beforehand.\n\n", r->out);
	ib_report_figures(r, "content", "Put and load against what the registers hold.");
	ib_report_each_native(r, print_contents);
	ib_report_each_native(r, print_instructions);
	ib_report_each_native(r, print_init_optimisation);
	ib_report_each_native(r, print_all_kept);
	fputc('\n', r->out);
}
