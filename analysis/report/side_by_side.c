// SPDX-License-Identifier: GPL-2.0-only
/* The first page's table, a column for each CPU, and what follows from its columns. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/plot.h"
#include "analysis/report/cpu_columns.h"
#include "analysis/report/report.h"
#include "analysis/report/shares.h"
#include "analysis/tables/bracket.h"
#include "analysis/tables/cet_parts.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/ruler.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

#define LIVE	"putload"
#define MEMORY	"none"

/* Rows of lane user and kmod, in the order in which they are read. */
static const struct row {
	const char *what;
	struct ib_where at;
} rows[] = {
#define ROW(what, v, f, m)	\
	{ what, { .variant = (v), .event = "init", .fpu = (f), .mask = (m), .content = "sse" } }
	ROW("clear alone, MPX: `unrolled`", "unrolled", MEMORY, IB_CONTENDERS_MASK),
	ROW("clear alone, MPX: `u64-mask`", "u64-mask", MEMORY, IB_CONTENDERS_MASK),
	ROW("clear alone, MPX: `v10-bitmap-fixed`", "v10-bitmap-fixed", MEMORY, IB_CONTENDERS_MASK),
	ROW("clear alone, MPX and CET: `unrolled-cet`", "unrolled-cet", MEMORY, "mpx+cet"),
	ROW("clear alone, MPX and CET: `u64-mask`", "u64-mask", MEMORY, "mpx+cet"),
	ROW("put, clear, load: `unrolled`", "unrolled", LIVE, IB_CONTENDERS_MASK),
	ROW("put, clear, load: `u64-mask`", "u64-mask", LIVE, IB_CONTENDERS_MASK),
	ROW("put, clear, load: `v10-bitmap-fixed`", "v10-bitmap-fixed", LIVE, IB_CONTENDERS_MASK),
	ROW("neither put nor load: `xrstor-init`", "xrstor-init", LIVE, IB_CONTENDERS_MASK),
	{ "put alone", { .variant = "part:put", .content = "sse" } },
	{ "load alone", { .variant = "part:load", .content = "sse" } },
	{ "put, clear, load: `u64-mask`, all caches cold",
	  { .variant = "u64-mask", .event = "init", .fpu = LIVE, .mask = IB_CONTENDERS_MASK,
	    .content = "sse", .temp = "cold" } },
#undef ROW
};

static char *init_of(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *l = ib_kvm_init(ib_kvm_beside(r, t));

	return l ? ib_asprintf("%.0f ±%.0f", l->cost.mid, (l->cost.hi - l->cost.lo) / 2) : NULL;
}

static char *share_of(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_table *kvm = ib_kvm_beside(r, t);
	struct ib_bracket s =
		ib_share_of_init(kvm, ib_reset_cost(t, kvm,
						    (struct ib_where){ .variant = "u64-mask",
								       .event = "init",
								       .mask = IB_CONTENDERS_MASK,
								       .content = "sse" }));

	return isfinite(s.lo + s.hi) ? ib_asprintf("%.1f to %.1f%%", s.lo, s.hi) : NULL;
}

static char *estimate(const struct ib_estimate *e)
{
	return isfinite(e->mid) ? ib_asprintf("%.0f ±%.0f", e->mid, (e->hi - e->lo) / 2) : NULL;
}

static char *by_lane_user(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_putload p = ib_putload(t, ib_kvm_beside(r, t), "sse");

	return estimate(&p.user);
}

static char *by_lane_kvm(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_putload p = ib_putload(t, ib_kvm_beside(r, t), "sse");

	return estimate(&p.kernel);
}

void ib_report_table(const struct ib_report *r)
{
	struct ib_cpu_columns b = ib_cpu_columns(r, "INIT, XMM registers in use, warm");
	size_t nr = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		nr += ib_cpu_columns_row(&b, rows[i].at, rows[i].what);
	if (!nr) {
		ib_cpu_columns_drop(&b);
		return;
	}
	ib_cpu_columns_each(&b, r, "all of KVM's INIT (lane kvm)", init_of);
	ib_cpu_columns_each(&b, r, "put and load, lane user: XSAVEC and XRSTOR, twice",
			    by_lane_user);
	ib_cpu_columns_each(&b, r,
			    "put and load, lane kvm: KVM_RUN with immediate_exit, and so more",
			    by_lane_kvm);
	ib_cpu_columns_each(&b, r, "of INIT put, clear, load by `u64-mask`, by either", share_of);
	fputs("## The CPUs side by side\n\n", r->out);
	ib_cpu_columns_print(&b, r);
	fputs("± is half of the 95% interval over code layouts. Put and load are XSAVEC and XRSTOR in\n"
	      "user space (lane user, a proxy); components that the CPU lacks are synthetic.\n\n",
	      r->out);
	ib_report_disagree(r);
}

static bool print_at_rest(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_where at = { .variant = "u64-mask", .event = "init", .fpu = MEMORY,
			       .mask = IB_CONTENDERS_MASK, .content = "sse", .use = "used" };
	double used = ib_report_mid(t, at), rest, hides = ib_ruler_hides(r->study, t);

	at.use = "rest";
	rest = ib_report_mid(t, at);
	if (!isfinite(used + rest))
		return false;
	ib_print(r->out, IB_SINK_MD, "- %s: the clear alone by `u64-mask` takes %.1f %pm in use",
		 ib_report_cpu(r, t), used, ib_unit_name(t->unit));
	if (t->unit == IB_UNIT_CYCLES && rest <= hides)
		ib_print(r->out, IB_SINK_MD, "; at rest it reads\n  %.1f, which is less than the %.1f "
			 "that a call and its return hide of any row.\n", rest, hides);
	else
		ib_print(r->out, IB_SINK_MD, " and %.1f at rest.\n", rest);
	return true;
}

static bool print_parts(const struct ib_report *r)
{
	struct ib_parts p;

	if (!ib_parts_read(&p, r->results))
		return false;
	ib_print(r->out, IB_SINK_MD, "- KVM of Linux %s on %s, exact instructions: finding and zeroing "
		 "CET's components takes %lld of INIT's %lld in use, and %lld of %lld at rest.\n",
		 p.release, p.host, (long long)p.clear[IB_IN_USE], (long long)p.whole[IB_IN_USE],
		 (long long)p.clear[IB_AT_REST], (long long)p.whole[IB_AT_REST]);
	return true;
}

void ib_report_use(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	fputs("## In use and at rest\n\n"
	      "The kernel zeroes no component whose bit in XSTATE_BV is clear. That is how an AP has them\n"
	      "at its first INIT, and every guest that never used them: *at rest*.\n\n", r->out);
	while ((t = ib_report_native(r, &i)))
		nr += print_at_rest(r, t);
	nr += print_parts(r);
	if (!nr)
		fputs("- Not measured: `make bench` and `make bench-parts` do it.\n", r->out);
	fputc('\n', r->out);
}

void ib_report_face(const struct ib_report *r)
{
	ib_report_plot(r, r->dir, IB_FACE, "What of a live reset is put, clear and load");
}
