// SPDX-License-Identifier: GPL-2.0-only
/* Warm beside cold, and which conclusions do not survive it. */
#include <math.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/temps.h"
#include "lib/base/array.h"
#include "lib/schema/axes.h"

#define MAX_LISTED	6

static const char *const shown[] = {
	"unrolled", "u64-mask", "v10-bitmap-fixed", "merged-memset", "xrstor-init",
};

static bool is_cold(const struct ib_table *t)
{
	for (size_t i = 1; i < IB_TEMPS; i++)
		if (ib_has_temp(t, ib_temps[i].name))
			return true;
	return false;
}

static void print_row(struct ib_grid *g, const struct ib_table *t, const char *variant,
		      const char *fpu)
{
	const struct ib_line *warm = ib_find_line(t, (struct ib_where){
		.variant = variant, .event = "init", .fpu = fpu, .mask = IB_CONTENDERS_MASK,
		.content = "sse" });
	size_t nr = 0;

	for (size_t i = 1; warm && i < IB_TEMPS; i++)
		nr += !!ib_at_temp(t, warm, ib_temps[i].name);
	if (!nr)
		return;
	ib_grid_cell(g, "%s: `%s`", !strcmp(fpu, "none") ? "state in memory" : "state live",
		     variant);
	for (size_t i = 0; i < IB_TEMPS; i++)
		if (ib_has_temp(t, ib_temps[i].name))
			ib_report_cost(g, t, ib_at_temp(t, warm, ib_temps[i].name));
}

static void print_temps(const struct ib_report *r, const struct ib_table *t)
{
	static const char *const fpus[] = { "none", "putload" };
	struct ib_grid *g;

	if (!is_cold(t))
		return;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, t->label, "", true);
	for (size_t i = 0; i < IB_TEMPS; i++)
		if (ib_has_temp(t, ib_temps[i].name))
			ib_grid_column(g, ib_temps[i].name, ib_unit_name(t->unit), false);
	for (size_t f = 0; f < 2; f++)
		for (size_t v = 0; v < ARRAY_SIZE(shown); v++)
			print_row(g, t, shown[v], fpus[f]);
	ib_report_grid(r, g, 1);
}

struct listing {
	const struct ib_report *r;
	size_t nr;
};

static void print_flip(const struct ib_line *cheap, const struct ib_line *dear, void *data)
{
	struct listing *l = data;

	if (++l->nr > MAX_LISTED)
		return;
	ib_mark(l->r->out, "%s fpu %s, mask %s, `%s` is cheaper than `%s` warm, and dearer cold",
		l->nr > 1 ? ";" : ":", cheap->row->fpu, cheap->row->mask, cheap->row->variant,
		dear->row->variant);
}

static void print_flips_of(const struct ib_report *r, const struct ib_table *t, const char *temp)
{
	struct listing list = { r, 0 };
	struct ib_flips f;

	if (!ib_has_temp(t, temp))
		return;
	f = ib_flips(t, temp, NULL, 0, NULL, NULL);
	if (!f.same && !f.lost && !f.opposite && !f.gained)
		return;
	ib_mark(r->out, "- %s, %s: of the pairs of variants that warm can tell apart, %zu keep their "
		"order, %zu can no longer be told apart, and ", t->label, temp, f.same, f.lost);
	ib_mark(r->out, f.opposite ? "**%zu flip**" : "none flips", f.opposite);
	ib_flips(t, temp, NULL, 0, print_flip, &list);
	if (list.nr > MAX_LISTED)
		ib_mark(r->out, "; and %zu more", list.nr - MAX_LISTED);
	if (f.gained)
		ib_mark(r->out, "; %zu can be told apart only cold", f.gained);
	fputs(". ", r->out);
	fputc('\n', r->out);
}

static void print_flips(const struct ib_report *r, const struct ib_table *t)
{
	for (size_t k = 1; k < IB_TEMPS; k++)
		print_flips_of(r, t, ib_temps[k].name);
}

void ib_report_cold(const struct ib_report *r)
{
	if (!ib_report_studied(r, "Why a guest's boot pays another price: cold caches and predictors",
			       is_cold))
		return;
	fputs("INIT is rare: nothing of it is in the caches when it comes. *cold-data*: the images\n"
	      "evicted; *cold-code*: the code of the reset evicted and the branch predictors disturbed;\n"
	      "*cold*: both. Each block proves its eviction by a known access, or is dropped; single\n"
	      "shots, so that the intervals are wider than warm ones.\n\n", r->out);
	ib_report_figures(r, "temps", "The same resets warm and cold; logarithmic.");
	ib_report_each_native(r, print_temps);
	ib_report_each_native(r, print_flips);
	fputc('\n', r->out);
}

/* Lowest and highest over CPUs of what cold makes of a reset. */
static void widen(double x, double *lo, double *hi)
{
	*lo = fmin(*lo, x);
	*hi = fmax(*hi, x);
}

void ib_report_cold_summary(const struct ib_report *r, FILE *out)
{
	double lo[2] = { INFINITY, INFINITY }, hi[2] = { 0, 0 };
	const struct ib_table *t;
	size_t i = 0, flips = 0, nr = 0;

	while ((t = ib_report_native(r, &i))) {
		for (size_t f = 0; f < 2; f++) {
			struct ib_contenders contenders = ib_contenders(t, f ? "putload" : "none");
			const struct ib_line *warm = ib_contender_line(&contenders, "u64-mask");
			const struct ib_line *cold = warm ? ib_at_temp(t, warm, "cold") : NULL;

			if (cold)
				widen(cold->cost.mid / warm->cost.mid, &lo[f], &hi[f]);
			nr += !!cold;
		}
		flips += ib_flips(t, "cold", ib_contender_ids, IB_CONTENDERS, NULL, NULL).opposite;
	}
	if (!nr)
		return;
	fputs("From cold caches and predictors, as a guest's boot finds them, ", out);
	if (hi[0] > 0)
		ib_mark(out, lo[0] < hi[0] ? "the clear takes %.0f to %.0f times as long"
					   : "the clear takes %.0f times as long", lo[0], hi[0]);
	if (hi[1] > 0)
		ib_mark(out, lo[1] < hi[1] ? "%s%.1f to %.1f times" : "%s%.1f times",
			hi[0] > 0 ? ", all of a reset with live state " :
				    "a reset with live state takes ", lo[1], hi[1]);
	if (flips)
		ib_mark(out, "; %zu order%s of two of the thread's forms flip%s. ", flips,
			flips == 1 ? "" : "s", flips == 1 ? "s" : "");
	else
		fputs("; no order of two of the thread's forms flips. ", out);
}
