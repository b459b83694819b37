// SPDX-License-Identifier: GPL-2.0-only
/* KVM's whole INIT: over kernel releases, and what CET adds to it. */
#include <stdlib.h>

#include "analysis/report/report.h"
#include "analysis/tables/cet_parts.h"
#include "analysis/tables/kernels.h"

static void print_parts(const struct ib_report *r)
{
	struct ib_parts parts;

	if (!ib_parts_read(&parts, r->results)) {
		fputs("How much of XSTATE is the reset itself was not broken down: "
		      "`make bench-parts` does it.\n\n", r->out);
		return;
	}
	ib_mark(r->out, "What CET adds to INIT in %s on %s:\n\n", parts.release, parts.host);
	ib_parts_print(&parts, r->out, true);
	fputs("\nBy difference: the kernel's KVM is built from its source several times, each with one\n"
	      "part left out, and INIT counted (`make bench-parts`). At rest: the guest has not written\n"
	      "to CET's MSRs since the last INIT; then the kernel finds nothing to zero, as it zeroes no\n"
	      "component whose bit in XSTATE_BV is clear.\n\n", r->out);
}

void ib_report_kernels(const struct ib_report *r)
{
	struct ib_kernels all = ib_kernels_read(r->results);

	if (all.nr > 1) {
		fputs("## KVM's INIT over kernels\n\n", r->out);
		fputs("XSTATE: INIT less INIT of the same kernel with the components hidden from it: the XSTATE\n"
		      "reset and all else that having them adds.\n\n```\n", r->out);
		ib_kernels_print(&all, r->out);
		fputs("```\n\n", r->out);
		print_parts(r);
	}
	free(all.kernel);
}
