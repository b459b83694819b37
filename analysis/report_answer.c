// SPDX-License-Identifier: GPL-2.0-only
/* The thread's question, answered by the figures of each CPU. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/report.h"
#include "analysis/trio.h"

static void print_costs(const struct ib_report *r, const struct ib_table *t,
			const struct ib_trio *trio)
{
	for (size_t i = 0; i < trio->nr; i++) {
		const struct ib_line *l = trio->line[i];

		fprintf(r->out, "%s`%s` %.*f", i ? ", " : "", l->row->variant,
			ib_cost_decimals(t, l->cost.mid), l->cost.mid);
		if (l->cost.hi > l->cost.lo)
			fprintf(r->out, " [%.1f, %.1f]", l->cost.lo, l->cost.hi);
	}
}

/* Each pair: whether it can be told apart, and by how much. */
static void print_pairs(const struct ib_report *r, const struct ib_table *t,
			const struct ib_trio *trio)
{
	const char *sep = "";

	for (size_t i = 0; i < trio->nr; i++) {
		for (size_t j = i + 1; j < trio->nr; j++) {
			const struct ib_line *a = trio->line[i], *b = trio->line[j];
			double d = b->cost.mid - a->cost.mid;
			int digits = ib_cost_decimals(t, d);

			if (ib_distinct(a, b))
				fprintf(r->out, "%s`%s` is cheaper than `%s` by %.*f", sep,
					a->row->variant, b->row->variant, digits, d);
			else
				fprintf(r->out,
					"%s`%s` and `%s` are not distinguishable (%.*f apart)", sep,
					a->row->variant, b->row->variant, digits, d);
			sep = "; ";
		}
	}
	fputs(". ", r->out);
}

static const struct ib_line *part(const struct ib_table *t, const char *name,
				  const struct ib_line *beside)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = name, .event = "init", .fpu = "putload",
		.content = beside->row->content });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

/* How large the clear is against put and load. A count of instructions cannot say. */
static void print_share(const struct ib_report *r, const struct ib_table *t,
			const struct ib_trio *clear, const struct ib_trio *whole)
{
	const struct ib_line *put = part(t, "part:put", whole->line[0]);
	const struct ib_line *load = part(t, "part:load", whole->line[0]);
	const struct ib_line *c = ib_trio_line(clear, "u64-mask");
	const struct ib_line *w = ib_trio_line(whole, "u64-mask");

	if (t->unit == IB_UNIT_INSNS)
		return;
	if (put && load)
		fprintf(r->out, "Put alone takes %.1f, load alone %.1f. ", put->cost.mid,
			load->cost.mid);
	if (c && w)
		fprintf(r->out, "The clear of `u64-mask` alone is %.1f%% of its whole. ",
			100 * c->cost.mid / w->cost.mid);
}

static void print_cheapest(const struct ib_report *r, const struct ib_table *t,
			   const struct ib_trio *whole)
{
	const struct ib_line *usual = whole->line[0], *best = ib_cheapest(t, usual);

	if (best)
		fprintf(r->out,
			"The cheapest of all variants that do the whole job is `%s` with %.*f, "
			"%.1f%% of `%s`. ",
			best->row->variant, ib_cost_decimals(t, best->cost.mid), best->cost.mid,
			100 * best->cost.mid / usual->cost.mid, usual->row->variant);
}

static void print_bugs(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = "v10-bitmap", .event = "init", .fpu = "putload", .mask = IB_TRIO_MASK });

	if (l && l->oracle == IB_ORACLE_KNOWN_BUG && isfinite(l->cost.mid))
		fprintf(r->out, "`v10-bitmap` %s, and still takes %.*f. ",
			l->note ? l->note : "has a known bug",
			ib_cost_decimals(t, l->cost.mid), l->cost.mid);
}

static void answer_of(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_trio clear = ib_trio(t, "none"), whole = ib_trio(t, "putload");
	const char *hypervisor = t->runs[0]->guest_of;

	if (clear.nr < 2 && whole.nr < 2)
		return;
	fprintf(r->out, "**%s** (%s, lane %s%s%s%s; %s per INIT%s): ",
		ib_cpu_name(t->runs[0]), t->runs[0]->host, t->lane,
		t->lines[0].row->proxy ? ", a proxy" : "", hypervisor ? ", guest of " : "",
		hypervisor ? hypervisor : "", ib_unit_words(t->unit),
		t->unit == IB_UNIT_INSNS ? "" : ", 95% intervals");
	if (clear.nr) {
		fputs("clearing the two MPX components in memory takes ", r->out);
		print_costs(r, t, &clear);
		fputs(": ", r->out);
		print_pairs(r, t, &clear);
	}
	if (whole.nr) {
		fputs("With the state live, put and load included, it takes ", r->out);
		print_costs(r, t, &whole);
		fputs(": ", r->out);
		print_pairs(r, t, &whole);
		print_share(r, t, &clear, &whole);
		print_cheapest(r, t, &whole);
	}
	print_bugs(r, t);
	fputs("From ", r->out);
	ib_report_files(r, t);
	fputs(".\n\n", r->out);
}

/* 1 or -1 if a is cheaper or dearer than b with live state, 0 if that cannot be told. */
static int order_on(const struct ib_table *t, const char *a, const char *b)
{
	struct ib_trio trio = ib_trio(t, "putload");
	const struct ib_line *x = NULL, *y = NULL;

	for (size_t i = 0; i < trio.nr; i++) {
		if (!strcmp(trio.line[i]->row->variant, a))
			x = trio.line[i];
		if (!strcmp(trio.line[i]->row->variant, b))
			y = trio.line[i];
	}
	if (!x || !y || !ib_distinct(x, y))
		return 0;
	return x->cost.mid < y->cost.mid ? 1 : -1;
}

static void print_pair_over_cpus(const struct ib_report *r, const char *a, const char *b)
{
	size_t i = 0, cheaper = 0, dearer = 0, even = 0;
	const struct ib_table *t;

	while ((t = ib_report_next(r, &i, "user"))) {
		int order = order_on(t, a, b);

		cheaper += order > 0;
		dearer += order < 0;
		even += order == 0;
	}
	fprintf(r->out, "- `%s` against `%s`, state live: cheaper on %zu, dearer on %zu, not "
		"distinguishable on %zu%s\n", a, b, cheaper, dearer, even,
		cheaper && dearer ? ": **the CPUs disagree**" : "");
}

static void print_agreement(const struct ib_report *r)
{
	size_t i = 0, nr = 0;

	while (ib_report_next(r, &i, "user"))
		nr++;
	if (nr < 2) {
		fputs("One CPU was measured: whether others agree is not known.\n\n", r->out);
		return;
	}
	fprintf(r->out, "Over the %zu CPUs of lane user:\n\n", nr);
	for (size_t a = 0; a < IB_TRIO; a++)
		for (size_t b = a + 1; b < IB_TRIO; b++)
			print_pair_over_cpus(r, ib_trio_variants[a], ib_trio_variants[b]);
	fputc('\n', r->out);
}

void ib_report_answer(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	if (!ib_report_summary(r)) {
		fputs("No results here compare two of the thread's variants: there is no answer\n"
		      "yet; `make bench` measures them.\n\n",
		      r->out);
		return;
	}
	fputs("±: half of the 95% interval. A proxy stands for the kernel's code (see Limits); a\n"
	      "count of instructions takes an XSAVE for one. Synthetic: the CPU lacks the\n"
	      "components; bytes beside the image stand for them, and `xrstor-init` has a\n"
	      "real one to initialise instead.\n\n"
	      "## The answer for each CPU\n\n", r->out);
	while ((t = ib_report_next(r, &i, NULL)))
		answer_of(r, t);
	print_agreement(r);
}

void ib_report_question(const struct ib_report *r)
{
	fputs("## The question\n"
	      "\n"
	      "On INIT the architecture zeroes some XSTATE components (MPX: BNDREGS, BNDCSR;\n"
	      "CET: user and kernel) and keeps all others. If the guest's FPU state is live\n"
	      "in the registers, KVM saves it first (put), zeroes the components in memory\n"
	      "(clear) and reloads it (load). The review of v10 10/27 of the CET series\n"
	      "argued about how to write the clear: two calls one after the other\n"
	      "(`unrolled`), a loop over a bitmap (`v10-bitmap`, and repaired\n"
	      "`v10-bitmap-fixed`), a loop over a `u64` (`u64-mask`). What does each cost,\n"
	      "with and without put and load, and does it matter? The review's first draft of\n"
	      "the `u64` form does not compile; its final form is `u64-mask`.\n"
	      "\n",
	      r->out);
}
