// SPDX-License-Identifier: GPL-2.0-only
/* A list: what fraction of KVM's whole INIT the thread argued about. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/bracket.h"
#include "analysis/tables/cet_parts.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/kernels.h"
#include "lib/base/array.h"

static double percent(double part, double whole)
{
	return 100 * part / whole;
}

/* Exact: by kernels with a part left out. */
static void print_parts(const struct ib_parts *p, FILE *out)
{
	int64_t whole = p->whole[IB_AT_REST], used = p->whole[IB_IN_USE];

	ib_mark(out, "- In KVM of %s with CET (%s) INIT takes %" PRId64 " instructions. %" PRId64
		" of them, %.1f%%, are the XSTATE reset: %" PRId64 " put and load the guest's FPU, "
		"%" PRId64 " (%.1f%%) find the components and zero them. Where the guest uses CET, "
		"so that there are bytes to zero, these are %" PRId64 " of %" PRId64 " (%.1f%%).\n",
		p->release, p->host, whole, p->reset[IB_AT_REST],
		percent(p->reset[IB_AT_REST], whole), p->putload[IB_AT_REST],
		p->clear[IB_AT_REST], percent(p->clear[IB_AT_REST], whole), p->clear[IB_IN_USE],
		used, percent(p->clear[IB_IN_USE], used));
}

/* Without such kernels: what hiding the components saves. */
static void print_shares(const struct ib_kernels *all, FILE *out)
{
	for (size_t i = 0; i < all->nr; i++) {
		const struct ib_kernel *k = &all->kernel[i];

		if (k->xstate >= 0)
			ib_mark(out,
				"- In KVM of %s on %s (`%s`) having mask %s to clear adds "
				"%" PRId64 " of INIT's %" PRId64 " instructions, %.1f%%.\n",
				k->release, k->host, k->contains, k->mask, k->xstate, k->init,
				percent(k->xstate, k->init));
	}
}

/* The module's variants against INIT of the same kernel. */
static void print_choice(const struct ib_report *r, const struct ib_kernels *all, FILE *out)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "kmod"))) {
		const char *release = ib_field(t->runs[0]->record, "kernel/release");
		struct ib_contenders clear = ib_contenders(t, "none");

		for (size_t j = 0; j < all->nr && t->unit == IB_UNIT_INSNS && clear.nr > 1; j++) {
			const struct ib_kernel *k = &all->kernel[j];

			if (!release || strcmp(k->release, release) ||
			    strcmp(k->host, t->runs[0]->host))
				continue;
			ib_mark(out,
				"- The thread's ways of clearing two components are %.0f instructions apart "
				"(lane kmod), %.1f%% of INIT's %" PRId64 " in %s on %s%s.\n",
				ib_contenders_range(&clear),
				percent(ib_contenders_range(&clear), k->init), k->init, k->release,
				k->host,
				strcmp(k->mask, "none") ? "" : ", which clears nothing there");
			return;
		}
	}
}

/* What a lane of the same CPU says of the variants; rather the kernel's own code. */
static const struct ib_table *variants_beside(const struct ib_report *r,
					      const struct ib_table *kvm)
{
	static const char *const lanes[] = { "kmod", "user" };

	for (size_t l = 0; l < ARRAY_SIZE(lanes); l++) {
		const struct ib_table *t;
		size_t i = 0;

		while ((t = ib_report_next(r, &i, lanes[l]))) {
			char *ours = ib_cpu_dir(kvm->runs[0]), *theirs = ib_cpu_dir(t->runs[0]);
			bool same = !strcmp(ours, theirs) && t->unit == kvm->unit;

			free(ours);
			free(theirs);
			if (same && ib_contenders(t, "none").nr > 1 &&
			    ib_contenders(t, "putload").nr > 1)
				return t;
		}
	}
	return NULL;
}

static void print_timed(const struct ib_report *r, const struct ib_table *kvm,
			const struct ib_line *init, FILE *out)
{
	const struct ib_table *t = variants_beside(r, kvm);
	const struct ib_run_rec *run = kvm->runs[kvm->nr_runs - 1];
	const char *release = ib_field(run->record, "kernel/release");
	const char *unit = ib_unit_name(kvm->unit);
	struct ib_bracket cost, share;
	struct ib_contenders clear, whole;
	char *label = ib_cpu_label(run);

	ib_mark(out, "- In time: on %s%s%s (kernel %s) INIT takes %.0f ±%.0f %s", label,
		run->guest_of ? ", guest of " : "", run->guest_of ? run->guest_of : "",
		release ? release : "?", init->cost.mid, (init->cost.hi - init->cost.lo) / 2, unit);
	free(label);
	if (t) {
		clear = ib_contenders(t, "none");
		whole = ib_contenders(t, "putload");
		cost = ib_reset_cost(t, kvm, (struct ib_where){
			.variant = whole.line[0]->row->variant, .event = "init",
			.mask = IB_CONTENDERS_MASK, .content = whole.line[0]->row->content });
		share = ib_share_of_init(kvm, cost);
		ib_mark(out, "; the clear of MPX (lane %s, `%s`) takes %.1f, %.1f%% of that; put, "
			"clear and load %.0f to %.0f, %.1f to %.1f%%, by XSAVEC and XRSTOR alone and "
			"by `kernel:putload`, which does more; the thread's ways are at most %.1f "
			"apart, %.2f%%", t->lane, clear.line[0]->row->variant,
			clear.line[0]->cost.mid,
			percent(clear.line[0]->cost.mid, init->cost.mid), cost.lo, cost.hi,
			share.lo, share.hi, ib_contenders_range(&clear),
			percent(ib_contenders_range(&clear), init->cost.mid));
	}
	fputs(".\n", out);
}

static void print_all(const struct ib_report *r, FILE *out)
{
	struct ib_kernels all = ib_kernels_read(r->results);
	const struct ib_table *kvm;
	struct ib_parts parts;
	size_t i = 0;

	if (ib_parts_read(&parts, r->results))
		print_parts(&parts, out);
	else
		print_shares(&all, out);
	print_choice(r, &all, out);
	while ((kvm = ib_report_next(r, &i, "kvm"))) {
		const struct ib_line *init = ib_find_line(kvm, (struct ib_where){
			.variant = "kernel:init", .content = "sse" });

		if (kvm->unit != IB_UNIT_INSNS && init && isfinite(init->cost.mid))
			print_timed(r, kvm, init, out);
	}
	free(all.kernel);
}

void ib_report_fraction(const struct ib_report *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	print_all(r, out);
	fclose(out);
	if (*text)
		ib_mark(r->out, "## What fraction of INIT the thread was about\n\n%pm\n", text);
	free(text);
}
