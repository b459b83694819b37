// SPDX-License-Identifier: GPL-2.0-only
/* A cost model that a reader can work out by hand, with each CPU's numbers. */
#include <math.h>
#include <stdlib.h>

#include "analysis/report/report.h"
#include "analysis/tables/components.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/fit.h"
#include "analysis/tables/sizes.h"
#include "lib/base/array.h"

#define LINE	64	/* bytes; the per-byte slope is given for so many */

static const char *const strategies[] = {
	"unrolled-n", "u64-mask", "v10-bitmap-fixed", "merged-memset",
};

/* With live state: what does not put and load, and what does. */
static const char *const live[] = { "xrstor-init", "u64-mask" };

/* No "-0.0". */
static double plain(double x)
{
	return fabs(x) < 0.05 ? 0 : x;
}

static void interval_cell(struct ib_grid *g, struct ib_estimate e, double scale)
{
	ib_grid_cell(g, "%.1f ±%.1f", plain(scale * e.mid), scale * (e.hi - e.lo) / 2);
}

static void model_line(const struct ib_report *r, const struct ib_table *t, const char *variant,
		       struct ib_grid *g)
{
	struct ib_fit fit;

	if (!ib_fit_components(t, variant, &fit))
		return;
	ib_grid_cell(g, "%s", t->label);
	ib_grid_cell(g, "`%s`", variant);
	for (enum ib_fit_term term = 0; term < IB_FIT_TERMS; term++)
		if (fit.used[term])
			interval_cell(g, ib_fit_interval(&fit, term),
				      term == IB_FIT_BYTE ? LINE : 1);
		else
			ib_grid_cell(g, "-");
	ib_grid_cell(g, "%.1f", fit.worst);
}

static size_t print_models(const struct ib_report *r)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	ib_grid_column(g, "CPU", "", true);
	ib_grid_column(g, "variant", "", true);
	ib_grid_column(g, "fixed", "cycles", false);
	ib_grid_column(g, "a component", "cycles", false);
	ib_grid_column(g, "a step", "cycles", false);
	ib_grid_column(g, "64 bytes", "cycles", false);
	ib_grid_column(g, "farthest point", "cycles", false);
	while ((t = ib_report_native(r, &i)))
		for (size_t v = 0; v < ARRAY_SIZE(strategies); v++, nr++)
			model_line(r, t, strategies[v], g);
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
	return nr;
}

/* The model against a mask that it was not fitted to. */
static void print_check(const struct ib_report *r, const struct ib_table *t, const char *mask)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = "u64-mask", .event = "init", .fpu = "none", .mask = mask,
		.content = "sse" });
	struct ib_fit fit;
	struct ib_load load;
	double says;

	if (!l || !isfinite(l->cost.mid) || !ib_fit_components(t, "u64-mask", &fit))
		return;
	load = ib_load_of(t, l);
	says = ib_fit_at(&fit, &load);
	ib_mark(r->out, "- %s, `u64-mask`, mask `%s` (%.0f components, %.0f steps, %.0f bytes): the "
		"model says %.1f, measured was %.1f: off by %+.1f. ", t->label, mask,
		load.of[IB_FIT_COMPONENT], load.of[IB_FIT_WALK], load.of[IB_FIT_BYTE], says,
		l->cost.mid, plain(says - l->cost.mid));
	fputc('\n', r->out);
}

/* The sum of the parts against the whole. */
static void print_sum(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_where put_at = { .variant = "part:put", .content = "sse" };
	const struct ib_where load_at = { .variant = "part:load", .content = "sse" };
	double put = ib_report_mid(t, put_at), load = ib_report_mid(t, load_at);
	struct ib_where u64 = { .variant = "u64-mask", .event = "init", .fpu = "none",
				.mask = IB_CONTENDERS_MASK, .content = "sse" };
	double clear = ib_report_mid(t, u64), whole;

	u64.fpu = "putload";
	whole = ib_report_mid(t, u64);
	if (!isfinite(put + load + clear + whole))
		return;
	ib_mark(r->out, "- %s, `u64-mask`, state live: put + load + clear are %.1f, measured was "
		"%.1f: off by %+.1f%%. ", t->label, put + load + clear, whole,
		plain(100 * ((put + load + clear) / whole - 1)));
	fputc('\n', r->out);
}

/* One component alone, which the model was not fitted to either: the worst miss in percent. */
static void print_worst_single(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *l = ib_single(t, "u64-mask", NULL), *worst = NULL;
	double miss = 0, most = 0;
	struct ib_fit fit;
	size_t nr = 0;

	if (!l || !ib_fit_components(t, "u64-mask", &fit))
		return;
	for (; l; l = ib_single(t, "u64-mask", l)) {
		struct ib_load load = ib_load_of(t, l);

		miss = 100 * (ib_fit_at(&fit, &load) / l->cost.mid - 1);
		nr++;
		if (fabs(miss) > fabs(most)) {
			most = miss;
			worst = l;
		}
	}
	if (worst)
		ib_mark(r->out, "- %s, `u64-mask`, one component alone: of %zu the model misses `%s` "
			"by most, %+.0f%% (all are in the table of sizes below)\n", t->label, nr,
			worst->row->mask + 2, most);
}

static void print_live(const struct ib_report *r, const struct ib_table *t, const char *variant)
{
	struct ib_estimate fixed, slope;
	struct ib_fit fit;

	if (!ib_fit_live(t, variant, &fit))
		return;
	fixed = ib_fit_interval(&fit, IB_FIT_FIXED);
	slope = ib_fit_interval(&fit, IB_FIT_COMPONENT);
	ib_mark(r->out, "- %s, `%s`: %.1f [%.1f, %.1f], and %.1f [%.1f, %.1f] a component. ",
		t->label, variant, fixed.mid, fixed.lo, fixed.hi, plain(slope.mid), plain(slope.lo),
		plain(slope.hi));
	fputc('\n', r->out);
}

static void print_crossing(const struct ib_report *r, const struct ib_table *t, const char *a,
			   const char *b)
{
	struct ib_estimate slope, zero;
	struct ib_fit fit;

	if (!ib_fit_difference(t, a, b, &fit))
		return;
	slope = ib_fit_interval(&fit, 1);
	zero = ib_fit_zero(&fit);
	ib_mark(r->out, "- %s: a component more costs `%s` %+.1f [%.1f, %.1f] against `%s`",
		t->label, a, slope.mid, slope.lo, slope.hi, b);
	if (!isfinite(zero.lo))
		fputs(": the lines may run side by side", r->out);
	else if (zero.hi < 0 || zero.lo > ib_most_components(t))
		ib_mark(r->out, "; they do not cross within 0 to %d components",
			ib_most_components(t));
	else
		ib_mark(r->out, "; they cross at %.1f components [%.1f, %.1f]", zero.mid,
			fmax(0, zero.lo), zero.hi);
	fputs(". ", r->out);
	fputc('\n', r->out);
}

void ib_report_predict(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!ib_report_native(r, &i))
		return;
	fputs("## How to predict a cost, and which to choose\n\n"
	      "> **clear in memory** = fixed + components × a + steps × s + bytes / 64 × b (table below)\n"
	      ">\n"
	      "> **state live** = put + load (by what the registers hold: see below) + clear in memory\n"
	      ">\n"
	      "> **state live, `xrstor-init`** = its own figure + components × a (below)\n"
	      "\n"
	      "*Components*: those that INIT clears and the guest has. *Steps*: to find a component\n"
	      "the kernel adds up the sizes of all enabled ones below it (`xfeature_get_offset()`), so\n"
	      "each component takes as many steps as the image has components from number 2 up to\n"
	      "itself: a high number costs more than a low one. *Bytes*: CPUID leaf 0DH.\n"
	      "\n"
	      "For a CPU not listed, take the one that llvm-mca predicts most alike (below), and say so;\n"
	      "`make study` on it replaces the guess. *Farthest point*: by how much the line misses\n"
	      "the worst of the masks that it was fitted to.\n"
	      "\n", r->out);
	print_models(r);
	fputs("Checked on what the lines were not fitted to:\n\n", r->out);
	i = 0;
	while ((t = ib_report_native(r, &i))) {
		print_check(r, t, "cet");
		print_check(r, t, "mpx+cet");
		print_worst_single(r, t);
		print_sum(r, t);
	}
	fputs("\nWith the state live, over masks of 1 to n components:\n\n", r->out);
	i = 0;
	while ((t = ib_report_native(r, &i))) {
		for (size_t v = 0; v < ARRAY_SIZE(live); v++)
			print_live(r, t, live[v]);
	}
	fputs("\nWhere one strategy overtakes another (regression of the difference, 95% intervals):\n\n",
	      r->out);
	i = 0;
	while ((t = ib_report_native(r, &i))) {
		print_crossing(r, t, "v10-bitmap-fixed", "u64-mask");
		print_crossing(r, t, "u64-mask", "unrolled-n");
	}
	fputc('\n', r->out);
}
