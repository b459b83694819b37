// SPDX-License-Identifier: GPL-2.0-only
/* The first screen: the question, and the answer in the figures that matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/range.h"
#include "analysis/report/report.h"
#include "analysis/report/shares.h"
#include "analysis/tables/bracket.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "lib/base/encode.h"

/* In percent of a reset: a choice that hardly matters; a part that is most of it. */
#define LITTLE	3
#define MOST	50

void ib_report_question(const struct ib_report *r)
{
	fputs("On INIT the architecture zeroes a few XSTATE components (MPX, CET) of a vCPU's FPU state\n"
	      "and keeps all others. KVM saves the state first if it is live in the registers (put),\n"
	      "zeroes the components in memory (clear), and loads the state again (load). The review of\n"
	      "v10 10/27 of the CET series argued how to write the clear: two calls (`unrolled`), a loop\n"
	      "over a bitmap (`v10-bitmap`), or one over a `u64` (`u64-mask`). Which, and does it matter?\n"
	      "\n",
	      r->out);
}

/**
 * struct answers - what is asked of each CPU
 * @nr: CPUs that compare at least two of the thread's forms with live state
 * @guests: of them, guests of a hypervisor
 * @unit: of their figures
 * @choice: what the choice among the forms changes, with the state live
 * @share: the same in percent of the reset
 * @of_init: what it changes in the clear, in percent of INIT
 * @whole: the cheapest of the forms with live state
 * @parts: of it, put and load, in percent
 * @clear: the forms' clears alone
 * @saved: what the cheapest of all variants saves, in percent
 * @saved_of_init: the same in percent of INIT
 * @best: that variant; NULL if there is none
 * @several: CPUs name different ones
 * @synthetic: its components are synthetic somewhere
 */
struct answers {
	size_t nr;
	size_t guests;
	enum ib_unit unit;
	struct ib_range choice;
	struct ib_range share;
	struct ib_range of_init;
	struct ib_range whole;
	struct ib_range parts;
	struct ib_range clear;
	struct ib_range saved;
	struct ib_range saved_of_init;
	const char *best;
	bool several;
	bool synthetic;
};

/* The CPU lacks the components: bytes stand for them, and XRSTOR gets others to do. */
static bool is_synthetic(const struct ib_line *l)
{
	return l->row->synthetic;
}

static double part(const struct ib_table *t, const char *name, const char *content)
{
	return ib_report_mid(t, (struct ib_where){ .variant = name, .content = content });
}

static void ask_best(struct answers *a, const struct ib_table *t, const struct ib_table *kvm,
		     const struct ib_line *usual)
{
	const struct ib_line *best = ib_cheapest(t, usual);
	struct ib_bracket saved;

	if (!best)
		return;
	a->several |= a->best && strcmp(a->best, best->row->variant);
	a->best = best->row->variant;
	a->synthetic |= is_synthetic(best);
	ib_widen(&a->saved, 100 - 100 * best->cost.mid / usual->cost.mid);
	saved = ib_saving_of_init(kvm, ib_reset_cost(t, kvm, (struct ib_where){
		.variant = usual->row->variant, .event = "init", .mask = IB_CONTENDERS_MASK,
		.content = usual->row->content }), &best->cost);
	ib_widen(&a->saved_of_init, saved.lo);
	ib_widen(&a->saved_of_init, saved.hi);
}

static void ask(struct answers *a, const struct ib_report *r, const struct ib_table *t)
{
	struct ib_contenders clear = ib_contenders(t, "none"), whole = ib_contenders(t, "putload");
	const struct ib_line *usual = whole.line[0], *init = ib_kvm_init(ib_kvm_beside(r, t));
	const char *content;

	if (whole.nr < 2)
		return;
	content = usual->row->content;
	a->nr++;
	a->guests += !!t->runs[0]->guest_of;
	a->unit = t->unit;
	ib_widen(&a->choice, ib_contenders_range(&whole));
	ib_widen(&a->whole, usual->cost.mid);
	ib_widen(&a->share, 100 * ib_contenders_range(&whole) / usual->cost.mid);
	ib_widen(&a->parts, 100 * (part(t, "part:put", content) + part(t, "part:load", content)) /
			    usual->cost.mid);
	for (size_t i = 0; i < clear.nr; i++)
		ib_widen(&a->clear, clear.line[i]->cost.mid);
	if (init && clear.nr > 1)
		ib_widen(&a->of_init, 100 * ib_contenders_range(&clear) / init->cost.mid);
	ask_best(a, t, ib_kvm_beside(r, t), usual);
}

static void print_form(const struct answers *a, FILE *out)
{
	bool little = a->share.hi < LITTLE;

	ib_mark(out, "- **Which form?** %pm The choice among `unrolled`, `u64-mask` and "
		"`v10-bitmap-fixed` changes a reset with the state live by ", little ?
		"Take `u64-mask`, in which a component is one bit of a constant: speed does not "
		"decide." : "The cheapest on the CPU that counts: see the table.");
	ib_print_range(out, &a->share, 1, "%");
	fputs(" (", out);
	ib_print_range(out, &a->choice, 1, "");
	fputs(" of ", out);
	ib_print_range(out, &a->whole, 0, " ");
	ib_mark(out, "%s)", ib_unit_name(a->unit));
	if (a->of_init.nr) {
		fputs(", and all of INIT by ", out);
		ib_print_range(out, &a->of_init, 2, "%");
	}
	fputs(".\n", out);
}

static void print_cost(const struct ib_report *r, const struct answers *a)
{
	const struct ib_table *t;
	const char *sep = "";
	size_t i = 0;

	fputs("- **What does it cost?** A reset by `u64-mask` with the state live takes ", r->out);
	while ((t = ib_report_native(r, &i))) {
		struct ib_contenders whole = ib_contenders(t, "putload");
		const struct ib_line *l = ib_contender_line(&whole, "u64-mask");

		if (!l)
			continue;
		ib_print(r->out, IB_SINK_MD, "%pm%.0f %pm on %s", sep, l->cost.mid,
			 ib_unit_name(t->unit), ib_report_cpu(r, t));
		sep = ", ";
	}
	if (a->parts.nr) {
		fputs("; put and load are ", r->out);
		ib_print_range(r->out, &a->parts, 0, "% of it");
	}
	if (a->clear.nr) {
		fputs(". The clear alone takes ", r->out);
		ib_print_range(r->out, &a->clear, 0, "");
	}
	fputs(". ", r->out);
	ib_report_cold_summary(r, r->out);
	fputc('\n', r->out);
}

static void print_share(const struct ib_report *r)
{
	struct ib_shares s = ib_shares(r);

	if (isfinite(s.least.percent)) {
		fputs("- **What share of INIT is that?** Put, clear and load together are ",
		      r->out);
		if (s.least.percent < s.most.percent)
			ib_print(r->out, IB_SINK_MD, "at least %.1f%% (%s) and ", s.least.percent,
				 s.least.how);
		ib_print(r->out, IB_SINK_MD, "at most %.1f%% (%s).\n", s.most.percent, s.most.how);
	}
	free(s.least.how);
	free(s.most.how);
}

static void print_instead(const struct answers *a, FILE *out)
{
	if (!a->saved.nr || a->several)
		return;
	ib_print(out, IB_SINK_MD, "- **What instead?** `%s` leaves the same state without put and "
		 "load, for ", a->best);
	ib_print_range(out, &a->saved, 0, "% less");
	if (a->saved_of_init.nr) {
		fputs(": ", out);
		ib_print_range(out, &a->saved_of_init, 1, "% of INIT");
	}
	ib_mark(out, "%s.\n", a->synthetic ? " (synthetic components)" : "");
}

static struct answers ask_all(const struct ib_report *r)
{
	struct answers a = { .nr = 0 };
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i)))
		ask(&a, r, t);
	return a;
}

void ib_report_answer(const struct ib_report *r)
{
	struct answers a = ask_all(r);

	fputs("## The answer\n\n", r->out);
	if (!a.nr) {
		fputs("No results of hardware here compare two of the thread's forms: there is no answer\n"
		      "yet; `make bench` measures them.\n\n", r->out);
		return;
	}
	if (a.share.hi < LITTLE && a.parts.nr && a.parts.lo > MOST)
		fputs("**The form of the clear hardly matters; saving and reloading the FPU does.**\n\n",
		      r->out);
	else
		ib_mark(r->out, "**The form of the clear changes a reset by up to %.1f%%.**\n\n",
			a.share.hi);
	print_form(&a, r->out);
	print_cost(r, &a);
	print_share(r);
	print_instead(&a, r->out);
	fputc('\n', r->out);
}

/* What an author should do; each item only where figures back it. */
void ib_report_advice(const struct ib_report *r)
{
	struct answers a = ask_all(r);

	if (!a.nr)
		return;
	fputs("## Recommendation\n\n", r->out);
	if (a.share.hi < LITTLE)
		fputs("- Write the clear as `u64-mask`: a change of form is not worth a word in review on\n"
		      "  account of its speed.\n", r->out);
	else
		fputs("- Ask for figures of the CPU that counts before the form is settled.\n",
		      r->out);
	fputs("- Do not take `v10-bitmap` as posted: it clears nothing, since it hands a bit's number to\n"
	      "  a function that wants a mask, and pays for put and load all the same.\n", r->out);
	if (a.saved.nr && !a.several && a.parts.lo > MOST)
		ib_print(r->out, IB_SINK_MD, "- Whoever wants INIT faster should look at put and load: "
			 "put and load only what is in use (`u64-mask-in-use`), or not at all "
			 "(`%s`).\n", a.best);
	ib_report_forms_advice(r);
	fputc('\n', r->out);
}
