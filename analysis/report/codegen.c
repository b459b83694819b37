// SPDX-License-Identifier: GPL-2.0-only
/* The same source built twice: into the module, and for user space. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "lib/base/array.h"
#include "lib/base/grid.h"

#define CONTENT	"sse"

static const struct ib_row_rec *find_row(const struct ib_table *t, const char *variant,
					 const char *fpu, const char *mask)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = fpu, .mask = mask,
		.content = CONTENT });

	return l && !ib_unmeasured(l) ? l->row : NULL;
}

static double bytes(const struct ib_row_rec *row)
{
	return row && row->bytes ? row->bytes : NAN;
}

static double insns(const struct ib_row_rec *row)
{
	return row && row->insns >= 0 ? row->insns : NAN;
}

static double variant_insns(const struct ib_table *t, const char *variant, const char *fpu)
{
	return insns(find_row(t, variant, fpu, IB_CONTENDERS_MASK));
}

/* Put and load together. */
static double part_insns(const struct ib_table *t)
{
	return insns(find_row(t, "part:put", "putload", "none")) +
	       insns(find_row(t, "part:load", "putload", "none"));
}

static void print_sizes(const struct ib_report *r, const struct ib_table *user,
			const struct ib_table *kmod)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);

	ib_grid_column(g, "variant", "", true);
	ib_grid_column(g, "user", "bytes", false);
	ib_grid_column(g, "module", "bytes", false);
	ib_grid_column(g, "clear, user", "insns", false);
	ib_grid_column(g, "clear, module", "insns", false);
	ib_grid_column(g, "with put/load, user", "insns", false);
	ib_grid_column(g, "with put/load, module", "insns", false);
	for (size_t i = 0; i < kmod->nr_lines; i++) {
		const struct ib_line *l = &kmod->lines[i];
		const char *v = l->row->variant;
		const struct ib_row_rec *row = find_row(kmod, v, "putload", IB_CONTENDERS_MASK);

		if (l->kind != IB_KIND_VARIANT || row != l->row)
			continue;
		ib_grid_cell(g, "`%s`", v);
		ib_grid_number(g, bytes(find_row(user, v, "putload", IB_CONTENDERS_MASK)), 0);
		ib_grid_number(g, bytes(row), 0);
		ib_grid_number(g, variant_insns(user, v, "none"), 0);
		ib_grid_number(g, variant_insns(kmod, v, "none"), 0);
		ib_grid_number(g, variant_insns(user, v, "putload"), 0);
		ib_grid_number(g, variant_insns(kmod, v, "putload"), 0);
	}
	ib_grid_print(g, r->out);
}

/* Where the difference of the review's final form lies. */
static void print_difference(const struct ib_report *r, const struct ib_table *user,
			     const struct ib_table *kmod)
{
	double whole = variant_insns(kmod, "u64-mask", "putload") -
		       variant_insns(user, "u64-mask", "putload");
	double clear = variant_insns(kmod, "u64-mask", "none") -
		       variant_insns(user, "u64-mask", "none");
	double parts = part_insns(kmod) - part_insns(user);

	if (isnan(whole) || isnan(clear) || isnan(parts))
		return;
	ib_mark(r->out, "- with put and load the module's `u64-mask` has %+.0f instructions "
		"against user space's: %+.0f are put and load (%.0f against %.0f: the kernel's own functions "
		"against a bare save and restore), %+.0f the clear alone, %+.0f neither\n",
		whole, parts, part_insns(kmod), part_insns(user), clear, whole - parts - clear);
}

static bool names(const char *mitigation, const char *word)
{
	return mitigation && strcasestr(mitigation, word);
}

static void print_mitigations(const struct ib_report *r, const struct ib_run_rec *run)
{
	static const char *const returns[] = {
		"retbleed", "spec_rstack_overflow", "indirect_target_selection",
	};
	const char *v2 = ib_field(run->record, "kernel/mitigations/spectre_v2");
	size_t nr = 0;

	if (names(v2, "retpoline"))
		ib_mark(r->out, "- an indirect call in the module's kernel goes through a "
			"retpoline (spectre_v2: %s)\n", v2);
	for (size_t i = 0; i < ARRAY_SIZE(returns); i++) {
		char path[64];
		const char *m;

		snprintf(path, sizeof(path), "kernel/mitigations/%s", returns[i]);
		m = ib_field(run->record, path);
		if (!names(m, "thunk") && !names(m, "safe ret"))
			continue;
		ib_mark(r->out, "- its returns go through a thunk (%s: %s)\n", returns[i], m);
		nr++;
	}
	if (!nr)
		fputs("- its record names no mitigation at returns\n", r->out);
}

/* Options of the module's that user space is built without, and what they do to code. */
static const struct {
	const char *option;
	const char *does;
} options[] = {
	{ "-mfentry", "a function begins with 5 bytes for ftrace, a NOP unless it traces" },
	{ "-fcf-protection=branch", "a function begins with ENDBR64" },
	{ "-fpatchable-function-entry", "NOPs stand before a function, outside its bytes" },
	{ "-mindirect-branch=thunk", "indirect calls go through a thunk" },
	{ "-mfunction-return=thunk", "returns are jumps to a thunk" },
	{ "-mharden-sls=all", "an INT3 stands behind each return and indirect jump" },
	{ "-fstack-protector", "a function with an array on its stack checks a canary" },
	{ "-ftrivial-auto-var-init=zero", "local variables are zeroed" },
	{ "-fsanitize=", "array indices or shift counts are checked (UBSAN)" },
	{ "-fno-jump-tables", "no switch becomes a table" },
};

static void print_options(const struct ib_report *r, const char *user, const char *module)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (strstr(module, options[i].option) && !strstr(user, options[i].option))
			ib_mark(r->out, "  - `%s`: %s\n", options[i].option, options[i].does);
}

static void print_builds(const struct ib_report *r, const struct ib_run_rec *user,
			 const struct ib_run_rec *kmod)
{
	const char *compiler = ib_field(user->record, "suite/compiler");
	const char *flags = ib_field(user->record, "suite/blob_cflags");
	const char *module_compiler = ib_field(kmod->record, "module/compiler");
	const char *module_flags = ib_field(kmod->record, "module/cflags");
	const char *x = ib_field(user->record, "memset"), *y = ib_field(kmod->record, "memset");

	ib_mark(r->out, "- user space is built by %s with `%s`\n", compiler ? compiler : "?",
		flags ? flags : "?");
	ib_mark(r->out, module_flags ? "- the module is built by %s with `%s`\n" :
		"- the module is built by %s with %s\n",
		module_compiler ? module_compiler : "its kernel's compiler",
		module_flags ? module_flags : "its kernel's flags, which this record lacks");
	if (flags && module_flags)
		print_options(r, flags, module_flags);
	if (x && y && strcmp(x, y))
		ib_mark(r->out, "- memset is `%s` in user space, `%s` in the kernel\n", x, y);
}

static void compare(const struct ib_report *r, const struct ib_table *user,
		    const struct ib_table *kmod)
{
	const struct ib_run_rec *run = kmod->runs[kmod->nr_runs - 1];
	const char *release = ib_field(run->record, "kernel/release");

	ib_mark(r->out, "Module in kernel %s (%s) against user space on %s; INIT, mask %s, "
		"registers hold %s:\n\n", release ? release : "?", run->host,
		user->label, IB_CONTENDERS_MASK, CONTENT);
	print_sizes(r, user, kmod);
	fputc('\n', r->out);
	print_difference(r, user, kmod);
	print_mitigations(r, run);
	print_builds(r, user->runs[user->nr_runs - 1], run);
	fputc('\n', r->out);
}

void ib_report_codegen(const struct ib_report *r)
{
	const struct ib_table *user, *kmod;
	size_t u = 0, k = 0;

	user = ib_report_next(r, &u, "user");
	if (!user || !ib_report_next(r, &k, "kmod"))
		return;
	fputs("## The same source in the kernel and in user space\n\n", r->out);
	k = 0;
	while ((kmod = ib_report_next(r, &k, "kmod")))
		compare(r, user, kmod);
}
