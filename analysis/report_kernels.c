// SPDX-License-Identifier: GPL-2.0-only
/* KVM's whole INIT: over kernel releases, and what part of it the thread argued about. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/kernels.h"
#include "analysis/parts.h"
#include "analysis/report.h"
#include "analysis/trio.h"
#include "analysis/wrap.h"

#define WIDTH	100

/* How far apart the thread's ways of writing the clear are, in the emulated module. */
static double choice(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "kmod"))) {
		struct ib_trio clear = ib_trio(t, "none");

		if (t->unit == IB_UNIT_INSNS && clear.nr > 1)
			return ib_trio_choice(&clear);
	}
	return -1;
}

static void print_fraction(const struct ib_report *r, const struct ib_parts *p, FILE *out)
{
	const int64_t *clear = p->clear, *whole = p->whole;
	double apart = choice(r);

	fprintf(out, "**What fraction of INIT the thread was about.** INIT takes KVM of %s %" PRId64
		" instructions (%s; with CET). The XSTATE reset is %" PRId64 " of them, %.1f%%: %"
		PRId64 " put and load the guest's FPU, %" PRId64 " find the components and zero "
		"them, %.1f%%. A guest that uses CET has bytes to zero: then these are %" PRId64
		" of %" PRId64 ", %.1f%%. ", p->release, whole[IB_AT_REST], p->host,
		p->reset[IB_AT_REST], 100.0 * p->reset[IB_AT_REST] / whole[IB_AT_REST],
		p->putload[IB_AT_REST], clear[IB_AT_REST],
		100.0 * clear[IB_AT_REST] / whole[IB_AT_REST], clear[IB_IN_USE],
		whole[IB_IN_USE], 100.0 * clear[IB_IN_USE] / whole[IB_IN_USE]);
	if (apart >= 0)
		fprintf(out, "The thread argued about how to write those; its ways are at most %.0f "
			"instructions apart (lane kmod, two components), %.1f%% of INIT. ", apart,
			100 * apart / whole[IB_IN_USE]);
}

void ib_report_fraction(const struct ib_report *r)
{
	struct ib_parts parts;
	char *text = NULL;
	size_t size;
	FILE *out;

	if (!ib_parts_read(&parts, r->results))
		return;
	out = open_memstream(&text, &size);
	if (!out)
		return;
	print_fraction(r, &parts, out);
	fclose(out);
	ib_wrap(text, 0, 0, WIDTH, r->out);
	fputc('\n', r->out);
	free(text);
}

static void print_parts(const struct ib_report *r)
{
	struct ib_parts parts;

	if (!ib_parts_read(&parts, r->results)) {
		fputs("How much of XSTATE is the reset itself was not broken down: "
		      "`make bench-parts` does it.\n\n", r->out);
		return;
	}
	fprintf(r->out, "What CET adds to INIT in %s on %s:\n\n", parts.release, parts.host);
	ib_parts_print(&parts, r->out, true);
	fputs("\nBy difference: the kernel's KVM is built from its source several times, each time with one\n"
	      "part left out, and INIT counted (`make bench-parts`). At rest: the guest has not written\n"
	      "to CET's MSRs since the last INIT; then the kernel finds nothing to zero, as it zeroes no\n"
	      "component whose bit in XSTATE_BV is clear.\n\n", r->out);
}

void ib_report_kernels(const struct ib_report *r)
{
	struct ib_kernels all = ib_kernels_read(r->results);

	if (all.nr > 1) {
		fputs("## KVM's INIT over kernels\n\n", r->out);
		ib_report_fraction(r);
		fputs("XSTATE: INIT less INIT of the same kernel with the components hidden from it: the XSTATE\n"
		      "reset and all else that having them adds.\n\n```\n", r->out);
		ib_kernels_print(&all, r->out);
		fputs("```\n\n", r->out);
		print_parts(r);
	}
	free(all.kernel);
}
