// SPDX-License-Identifier: GPL-2.0-only
/* Which conclusions hold on all CPUs, which on some, and what counts say against cycles. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/plot.h"
#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

/* What conclusions are about: the thread's forms, and the two that do otherwise. */
static const char *const compared[] = {
	"unrolled", "u64-mask", "v10-bitmap-fixed", "merged-memset", "xrstor-init",
};

static const char *const places[][2] = {
	{ "none", "state in memory" },
	{ "putload", "state live" },
};

/**
 * enum order - of two variants on a CPU
 * @UNKNOWN: not both were measured
 * @CHEAPER: the first is distinctly cheaper
 * @DEARER: the second is
 * @EVEN: they cannot be told apart
 * @ORDERS: how many
 */
enum order { UNKNOWN, CHEAPER, DEARER, EVEN, ORDERS };

static const struct ib_line *at(const struct ib_table *t, const char *variant, const char *fpu)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = fpu, .mask = IB_CONTENDERS_MASK,
		.content = "sse" });

	return l && isfinite(l->cost.mid) && l->oracle <= IB_ORACLE_OK ? l : NULL;
}

static enum order order_on(const struct ib_table *t, const char *a, const char *b, const char *fpu)
{
	const struct ib_line *x = at(t, a, fpu), *y = at(t, b, fpu);

	if (!x || !y)
		return UNKNOWN;
	return ib_cheaper(x, y) ? CHEAPER : ib_cheaper(y, x) ? DEARER : EVEN;
}

/**
 * struct verdicts - an order of two variants over the CPUs
 * @names: of the CPUs with each order, joined
 * @nr: how many have each
 */
struct verdicts {
	char *names[ORDERS];
	size_t nr[ORDERS];
};

static void add_name(struct verdicts *v, enum order which, const char *label)
{
	char *longer = ib_asprintf("%s%s%s", v->nr[which] ? v->names[which] : "",
				   v->nr[which] ? ", " : "", label);

	free(v->names[which]);
	v->names[which] = longer;
	v->nr[which]++;
}

static struct verdicts verdicts(const struct ib_report *r, const char *a, const char *b,
				const char *fpu)
{
	struct verdicts v = { 0 };
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i)))
		add_name(&v, order_on(t, a, b, fpu), ib_report_cpu(r, t));
	return v;
}

static void free_verdicts(struct verdicts *v)
{
	for (size_t i = 0; i < ORDERS; i++)
		free(v->names[i]);
}

/* The cheaper one, where any CPU can tell, comes first. */
static void print_conclusion(const struct ib_report *r, const char *a, const char *b, size_t place,
			     size_t cpus, bool all)
{
	struct verdicts v = verdicts(r, a, b, places[place][0]);
	bool on_all = v.nr[CHEAPER] == cpus || v.nr[EVEN] == cpus;

	/* What is the same read backwards, or cheaper here and dearer there, is said once. */
	bool twice = !v.nr[CHEAPER] || v.nr[DEARER];

	if ((v.nr[CHEAPER] || v.nr[EVEN] == cpus) && !(twice && strcmp(a, b) > 0) &&
	    on_all == all) {
		ib_mark(r->out, v.nr[EVEN] == cpus ? "- %s: `%s` and `%s` cannot be told apart" :
			"- %s: `%s` is cheaper than `%s`", places[place][1], a, b);
		if (!all)
			ib_mark(r->out, " on %s", v.names[CHEAPER]);
		if (v.nr[DEARER])
			ib_mark(r->out, "; **dearer** on %s", v.names[DEARER]);
		if (!all && v.nr[EVEN])
			ib_mark(r->out, "; cannot be told on %s", v.names[EVEN]);
		if (v.nr[UNKNOWN])
			ib_mark(r->out, "; not measured on %s", v.names[UNKNOWN]);
		fputc('\n', r->out);
	}
	free_verdicts(&v);
}

static void print_conclusions(const struct ib_report *r, size_t cpus, bool all)
{
	long before;

	ib_mark(r->out, all ? "On all %zu:\n\n" : "\nOn some of the %zu:\n\n", cpus);
	before = ftell(r->out);
	for (size_t p = 0; p < ARRAY_SIZE(places); p++)
		for (size_t a = 0; a < ARRAY_SIZE(compared); a++)
			for (size_t b = 0; b < ARRAY_SIZE(compared); b++)
				if (a != b)
					print_conclusion(r, compared[a], compared[b], p, cpus, all);
	if (ftell(r->out) == before)
		fputs("- nothing\n", r->out);
}

void ib_report_disagree(const struct ib_report *r)
{
	size_t i = 0, cpus = 0;
	long before;

	while (ib_report_native(r, &i))
		cpus++;
	if (cpus < 2)
		return;
	fputs("What these CPUs do not agree on:\n\n", r->out);
	before = ftell(r->out);
	for (size_t p = 0; p < ARRAY_SIZE(places); p++)
		for (size_t a = 0; a < IB_CONTENDERS; a++)
			for (size_t b = 0; b < IB_CONTENDERS; b++)
				if (a != b)
					print_conclusion(r, ib_contender_ids[a],
							 ib_contender_ids[b], p, cpus, false);
	if (ftell(r->out) == before)
		fputs("- nothing: the thread's forms are in the same order on all of them\n",
		      r->out);
	fputc('\n', r->out);
}

static const struct ib_table *counted(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "kmod")))
		if (t->unit == IB_UNIT_INSNS)
			return t;
	return NULL;
}

static void count_line(const struct ib_report *r, struct ib_grid *g, const struct ib_table *counts,
		       const char *a, const char *b, size_t place)
{
	const struct ib_line *x = at(counts, a, places[place][0]);
	const struct ib_line *y = at(counts, b, places[place][0]);
	struct verdicts v;

	if (!x || !y || !(x->cost.mid < y->cost.mid))
		return;
	v = verdicts(r, a, b, places[place][0]);
	if (v.nr[DEARER] || v.nr[EVEN]) {
		ib_grid_cell(g, "%s", places[place][1]);
		ib_grid_cell(g, "`%s` before `%s` by %.0f", a, b, y->cost.mid - x->cost.mid);
		ib_grid_cell(g, "%s", v.nr[CHEAPER] ? v.names[CHEAPER] : "-");
		ib_grid_cell(g, "%s", v.nr[EVEN] ? v.names[EVEN] : "-");
		ib_grid_cell(g, "%s", v.nr[DEARER] ? v.names[DEARER] : "-");
	}
	free_verdicts(&v);
}

/* Instructions, exact and emulated, against cycles on hardware. */
static void print_counts(const struct ib_report *r)
{
	const struct ib_table *counts = counted(r);
	struct ib_grid *g;

	if (!counts)
		return;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "", "", true);
	ib_grid_column(g, "fewer instructions", "", true);
	ib_grid_column(g, "cycles agree on", "", true);
	ib_grid_column(g, "cannot tell on", "", true);
	ib_grid_column(g, "are the reverse on", "", true);
	for (size_t p = 0; p < ARRAY_SIZE(places); p++)
		for (size_t a = 0; a < ARRAY_SIZE(compared); a++)
			for (size_t b = 0; b < ARRAY_SIZE(compared); b++)
				if (a != b)
					count_line(r, g, counts, compared[a], compared[b], p);
	ib_mark(r->out, "\nWhere the exact counts of %s (lane kmod) say more than measured cycles, "
		"or something else:\n\n", counts->label);
	ib_grid_print(g, r->out);
}

void ib_report_cross_cpu(const struct ib_report *r)
{
	size_t i = 0, cpus = 0;

	while (ib_report_native(r, &i))
		cpus++;
	if (!cpus)
		return;
	fputs("## Which conclusions hold on which CPUs\n\n", r->out);
	if (cpus == 1) {
		fputs("One CPU was measured: whether others agree is not known.\n",
		      r->out);
	} else {
		ib_mark(r->out, "INIT, two MPX components, XMM registers in use; %zu CPUs by one "
			"method.\n\n", cpus);
		print_conclusions(r, cpus, true);
		print_conclusions(r, cpus, false);
		ib_report_plot(r, r->dir, IB_CROSS_CPU_CLEAR,
			       "Each CPU's clear alone, on the same axes.");
		ib_report_plot(r, r->dir, IB_CROSS_CPU_PUTLOAD,
			       "The same with the state live: put, clear, load.");
	}
	print_counts(r);
	fputc('\n', r->out);
}
