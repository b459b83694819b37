// SPDX-License-Identifier: GPL-2.0-only
/* The first paragraph: the answer in the numbers that matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/kernels.h"
#include "analysis/report.h"
#include "analysis/trio.h"
#include "analysis/wrap.h"

#define WIDTH		100

static const char *const words[] = {
	[IB_UNIT_CYCLES] = "core cycles", [IB_UNIT_TICKS] = "TSC ticks",
	[IB_UNIT_INSNS] = "exact instructions",
};

/* In the order in which the paragraph names them. */
static void print_costs(const struct ib_table *t, const struct ib_trio *trio, FILE *out)
{
	for (size_t i = 0; i < IB_TRIO; i++) {
		const struct ib_line *l = ib_trio_line(trio, ib_trio_variants[i]);

		fputs(i ? " / " : "", out);
		if (!l) {
			fputc('-', out);
			continue;
		}
		fprintf(out, "%.*f", ib_cost_decimals(t, l->cost.mid), l->cost.mid);
		if (l->cost.hi > l->cost.lo)
			fprintf(out, " ±%.1f", (l->cost.hi - l->cost.lo) / 2);
	}
}

/**
 * struct whole_init - KVM's own INIT, where it was measured
 * @release: kernel
 * @contains: variant in it, or NULL
 * @supported_xcr0: components its KVM gives to guests, or NULL
 * @clear_mask: components INIT clears there, or NULL
 * @cost: of all of INIT, in the unit of the table beside it
 * @xstate: what having the components adds to it, the XSTATE reset included; -1 if not known
 */
struct whole_init {
	const char *release;
	const char *contains;
	const char *supported_xcr0;
	const char *clear_mask;
	double cost;
	double xstate;
};

static bool has_release(const struct ib_table *t, const char *release)
{
	const char *ours = ib_field(t->runs[0]->record, "kernel/release");

	return ours && !strcmp(ours, release);
}

/* The same kernel on the same emulated host; rather one that clears something. */
static bool find_counted(const struct ib_kernels *all, const struct ib_table *t,
			 struct whole_init *init)
{
	bool found = false;

	for (size_t i = 0; i < all->nr; i++) {
		const struct ib_kernel *k = &all->kernel[i];

		if (strcmp(k->host, t->runs[0]->host) || !has_release(t, k->release))
			continue;
		*init = (struct whole_init){ k->release, k->contains, k->supported_xcr0,
					     k->clear_mask, k->init, k->xstate };
		found = true;
	}
	return found;
}

static bool find_timed(const struct ib_report *r, const struct ib_table *t,
		       struct whole_init *init)
{
	const struct ib_table *kvm;
	size_t i = 0;

	while ((kvm = ib_report_next(r, &i, "kvm"))) {
		const struct ib_run_rec *run = kvm->runs[kvm->nr_runs - 1];
		const struct ib_line *l = ib_find_line(kvm, (struct ib_where){
			.variant = "kernel:init", .content = "sse" });
		char *ours = ib_cpu_dir(t->runs[0]), *theirs = ib_cpu_dir(run);
		bool same = !strcmp(ours, theirs) && kvm->unit == t->unit;

		free(ours);
		free(theirs);
		if (!same || !l || !isfinite(l->cost.mid))
			continue;
		*init = (struct whole_init){ ib_field(run->record, "kernel/release"),
					     ib_field(run->record, "kvm/contains"),
					     ib_field(run->record, "kvm/supported_xcr0"),
					     ib_field(run->record, "kvm/clear_mask"),
					     l->cost.mid, -1 };
		return true;
	}
	return false;
}

static void print_clears(const struct whole_init *init, FILE *out)
{
	if (!init->clear_mask) {
		fputs(". ", out);
		return;
	}
	fprintf(out, "; that kernel (`%s`, guests' XCR0 %s, clear mask %s) ",
		init->contains ? init->contains : "?",
		init->supported_xcr0 ? init->supported_xcr0 : "unknown", init->clear_mask);
	if (!strtoull(init->clear_mask, NULL, 16))
		fprintf(out, "clears nothing there, so none of it is in the %.0f. ", init->cost);
	else if (init->xstate >= 0)
		fprintf(out, "takes %.0f less with the components hidden, %.1f%%. ",
			init->xstate, 100 * init->xstate / init->cost);
	else
		fputs("clears something there. ", out);
}

static void print_init(const struct ib_report *r, const struct ib_kernels *all,
		       const struct ib_table *t, const struct ib_trio *clear,
		       const struct ib_trio *whole, FILE *out)
{
	const struct ib_line *c = ib_trio_line(clear, "u64-mask");
	const struct ib_line *w = ib_trio_line(whole, "u64-mask");
	struct whole_init init;
	bool found = t->unit == IB_UNIT_INSNS ? find_counted(all, t, &init)
					      : find_timed(r, t, &init);

	if (!found)
		return;
	fprintf(out, "All of KVM's INIT (kernel %s) takes %.0f there",
		init.release ? init.release : "?", init.cost);
	if (c && w)
		fprintf(out, ": the clear of `u64-mask` equals %.1f%% of that, with put and "
			"load %.1f%%", 100 * c->cost.mid / init.cost,
			100 * w->cost.mid / init.cost);
	print_clears(&init, out);
}

/* An emulated host: exact counts, and what share of KVM's own INIT they are. */
static void print_emulated(const struct ib_report *r, const struct ib_kernels *all,
			   const struct ib_table *t, FILE *out)
{
	struct ib_trio clear = ib_trio(t, "none"), whole = ib_trio(t, "putload");

	fprintf(out, "On **%s** (emulated; lane %s; %s; `unrolled` / `u64-mask` / "
		"`v10-bitmap-fixed`): ", t->runs[0]->host, t->lane, words[t->unit]);
	if (clear.nr) {
		fputs("the clear alone ", out);
		print_costs(t, &clear, out);
		fputs(". ", out);
	}
	if (whole.nr) {
		fputs("With put and load ", out);
		print_costs(t, &whole, out);
		fputs(". ", out);
	}
	print_init(r, all, t, &clear, &whole, out);
}

static bool has_answer(const struct ib_table *t)
{
	return ib_trio(t, "none").nr > 1 || ib_trio(t, "putload").nr > 1;
}

/* What the reset itself is in a kernel that runs it: the newest of each host. */
static void print_measured_share(const struct ib_kernels *all, FILE *out)
{
	const struct ib_kernel *last = NULL;

	for (size_t i = 0; i < all->nr; i++) {
		const struct ib_kernel *k = &all->kernel[i];

		if (k->xstate >= 0)
			last = k;
		if (!last || (i + 1 < all->nr && !strcmp(k[1].host, k->host)))
			continue;
		fprintf(out, "In kernel %s on %s (`%s`, mask %s) having the components adds %.0f of "
			"INIT's %.0f instructions, %.1f%%. ", last->release, last->host,
			last->contains, last->mask, (double)last->xstate, (double)last->init,
			100.0 * last->xstate / last->init);
		last = NULL;
	}
}

bool ib_report_summary(const struct ib_report *r)
{
	struct ib_kernels all = ib_kernels_read(r->results);
	size_t i = 0, native = 0, emulated = 0, size;
	const struct ib_table *t;
	char *text = NULL;
	FILE *out = open_memstream(&text, &size);

	if (out)
		native = ib_report_agreed(r, out);
	while (out && (t = ib_report_next(r, &i, NULL)))
		if (has_answer(t) && strcmp(t->runs[0]->host, "native") && !emulated++)
			print_emulated(r, &all, t, out);
	if (out && (native || emulated)) {
		print_measured_share(&all, out);
		fflush(out);
		ib_wrap(text, 0, 0, WIDTH, r->out);
		fputc('\n', r->out);
	}
	if (out)
		fclose(out);
	free(text);
	free(all.kernel);
	return native || emulated;
}
