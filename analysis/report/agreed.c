// SPDX-License-Identifier: GPL-2.0-only
/* What the CPUs measured say in common: the start of the first paragraph. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"

/* In percent of a reset: a choice that hardly matters; a part that is most of it. */
#define LITTLE	3
#define MOST	50

/**
 * struct range - figures of several CPUs
 * @lo: the lowest
 * @hi: the highest
 * @nr: how many there are
 */
struct range {
	double lo;
	double hi;
	size_t nr;
};

static void widen(struct range *r, double x)
{
	if (!isfinite(x))
		return;
	r->lo = r->nr ? fmin(r->lo, x) : x;
	r->hi = r->nr ? fmax(r->hi, x) : x;
	r->nr++;
}

static void print_range(FILE *out, const struct range *r, int digits, const char *unit)
{
	char lo[32], hi[32];

	snprintf(lo, sizeof(lo), "%.*f", digits, r->lo);
	snprintf(hi, sizeof(hi), "%.*f", digits, r->hi);
	if (strcmp(lo, hi))
		fprintf(out, "%s to %s%s", lo, hi, unit);
	else
		fprintf(out, "%s%s", lo, unit);
}

/**
 * struct agreed - what is asked of each CPU
 * @nr: CPUs that compare at least two of the trio with live state
 * @apart: there are others, which may not stand beside these
 * @first: the first of them
 * @guests: of them, guests of a hypervisor
 * @share: of the whole that the choice among the trio is, in percent
 * @choice: the same in the table's unit
 * @whole: the cheapest of the trio with live state
 * @parts: of the whole that put and load are, in percent
 * @clear: the trio's clears alone
 * @saved: what the cheapest of all variants saves, in percent
 * @best: that variant; NULL if CPUs name different ones
 * @several: they do
 * @synthetic: its components are synthetic somewhere
 * @bug: CPUs on which v10-bitmap clears nothing
 */
struct agreed {
	size_t nr;
	bool apart;
	const struct ib_table *first;
	size_t guests;
	struct range share;
	struct range choice;
	struct range whole;
	struct range parts;
	struct range clear;
	struct range saved;
	const char *best;
	bool several;
	bool synthetic;
	size_t bug;
};

/* The CPU lacks the components: bytes stand for them, and XRSTOR gets others to do. */
static bool is_synthetic(const struct ib_line *l)
{
	const char *synthetic = ib_field(l->row->record, "synthetic");

	return synthetic && strtoull(synthetic, NULL, 16);
}

static double part(const struct ib_table *t, const char *name, const char *content)
{
	return ib_report_mid(t, (struct ib_where){ .variant = name, .event = "init",
						   .fpu = "putload", .content = content });
}

static void ask_best(struct agreed *a, const struct ib_table *t, const struct ib_line *usual)
{
	const struct ib_line *best = ib_cheapest(t, usual);

	if (!best)
		return;
	a->several |= a->best && strcmp(a->best, best->row->variant);
	a->best = best->row->variant;
	a->synthetic |= is_synthetic(best);
	widen(&a->saved, 100 - 100 * best->cost.mid / usual->cost.mid);
}

static void ask(struct agreed *a, const struct ib_table *t)
{
	struct ib_trio clear = ib_trio(t, "none"), whole = ib_trio(t, "putload");
	const struct ib_line *usual = whole.line[0], *bug;
	struct ib_where posted = { .variant = "v10-bitmap", .event = "init", .fpu = "putload",
				   .mask = IB_TRIO_MASK };
	const char *content;

	if (whole.nr < 2)
		return;
	content = usual->row->content;
	if (!a->nr++)
		a->first = t;
	a->guests += !!t->runs[0]->guest_of;
	widen(&a->choice, ib_trio_choice(&whole));
	widen(&a->whole, usual->cost.mid);
	widen(&a->share, 100 * ib_trio_choice(&whole) / usual->cost.mid);
	widen(&a->parts, 100 * (part(t, "part:put", content) + part(t, "part:load", content)) /
			 usual->cost.mid);
	for (size_t i = 0; i < clear.nr; i++)
		widen(&a->clear, clear.line[i]->cost.mid);
	ask_best(a, t, usual);
	posted.content = content;
	bug = ib_find_line(t, posted);
	a->bug += bug && bug->oracle == IB_ORACLE_KNOWN_BUG;
}

/* On how many CPUs the first's mean is less than the second's. */
static size_t nr_cheaper(const struct ib_report *r, const char *fpu, const char *a, const char *b)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	while ((t = ib_report_native(r, &i))) {
		struct ib_trio trio = ib_trio(t, fpu);
		const struct ib_line *x = ib_trio_line(&trio, a), *y = ib_trio_line(&trio, b);

		nr += x && y && ib_cheaper(x, y);
	}
	return nr;
}

/* Each pair whose order some CPU can tell, and on how many. */
static void print_orders(const struct ib_report *r, const char *fpu, size_t nr, FILE *out)
{
	const char *sep = "";

	for (size_t a = 0; a < IB_TRIO; a++) {
		for (size_t b = 0; b < IB_TRIO; b++) {
			const char *x = ib_trio_variants[a], *y = ib_trio_variants[b];
			size_t cheaper = a == b ? 0 : nr_cheaper(r, fpu, x, y);

			if (!cheaper)
				continue;
			fprintf(out, "%s`%s` is cheaper than `%s`", sep, x, y);
			if (nr > 1 || nr_cheaper(r, fpu, y, x))
				fprintf(out, " on %zu of %zu%s", cheaper, nr,
					nr_cheaper(r, fpu, y, x) ?
						" (**and dearer on others**)" : "");
			sep = ", ";
		}
	}
	fputs(*sep ? ". " : "no two of them can be told apart. ", out);
}

static bool any_apart(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "user")))
		if (!ib_report_beside(r, t))
			return true;
	return false;
}

static void print_where(const struct agreed *a, FILE *out)
{
	if (a->nr > 1)
		fprintf(out, a->nr == 2 ? "On both CPUs measured (" :
			     "On all %zu CPUs measured (", a->nr);
	else
		fprintf(out, "On the one CPU measured%s, %s (",
			a->apart ? " by this revision" : "", a->first->label);
	fprintf(out, "%slane user, a proxy for the kernel's code), ",
		a->guests < a->nr ? "" : a->nr > 1 ? "as guests of a hypervisor; " :
						     "as a guest of a hypervisor; ");
}

static void print_headline(const struct agreed *a, FILE *out)
{
	if (a->share.hi < LITTLE && a->parts.nr && a->parts.lo > MOST)
		fputs("**The form of the clear hardly matters; saving and reloading the FPU "
		      "does.** ", out);
	else
		fprintf(out, "**The form of the clear changes a reset by up to %.1f%%.** ",
			a->share.hi);
}

size_t ib_report_agreed(const struct ib_report *r, FILE *out)
{
	struct agreed a = { .nr = 0 };
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i)))
		ask(&a, t);
	if (!a.nr)
		return 0;
	a.apart = any_apart(r);
	print_headline(&a, out);
	print_where(&a, out);
	fputs("`unrolled`, `u64-mask` and `v10-bitmap-fixed` differ by ", out);
	print_range(out, &a.share, 1, "%");
	fputs(" of a reset with the guest's state live (by ", out);
	print_range(out, &a.choice, 1, "");
	fputs(" of ", out);
	print_range(out, &a.whole, 0, "");
	fprintf(out, " %s): ", ib_unit_name(a.first->unit));
	print_orders(r, "putload", a.nr, out);
	if (a.parts.nr) {
		fputs("Put and load are ", out);
		print_range(out, &a.parts, 0, "%");
		fputs(" of it. ", out);
	}
	if (a.clear.nr) {
		fputs("The clear alone, when the state is in memory already, takes ", out);
		print_range(out, &a.clear, 0, "");
		fputs(": ", out);
		print_orders(r, "none", a.nr, out);
	}
	if (a.saved.nr && !a.several) {
		fprintf(out, "`%s`, which neither puts nor loads, leaves the same state for ",
			a.best);
		print_range(out, &a.saved, 0, "%");
		fprintf(out, " less%s%s. ", a.saved.nr < a.nr ? " where it can be told" : "",
			a.synthetic ? " (synthetic components)" : "");
	}
	if (a.bug)
		fputs("`v10-bitmap` clears nothing (bug as posted), and pays for put and load "
		      "all the same. ", out);
	ib_report_cold_summary(r, out);
	return a.nr;
}
