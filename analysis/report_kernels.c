// SPDX-License-Identifier: GPL-2.0-only
/* INIT over kernel releases. */
#include <stdlib.h>

#include "analysis/kernels.h"
#include "analysis/report.h"

void ib_report_kernels(const struct ib_report *r)
{
	struct ib_kernels all = ib_kernels_read(r->results);

	if (all.nr > 1) {
		fputs("## KVM's INIT over kernels\n\n"
		      "XSTATE: INIT less INIT of the same kernel with the components hidden from it: the XSTATE\n"
		      "reset and all else that having them adds; how much is which was not broken down.\n\n"
		      "```\n", r->out);
		ib_kernels_print(&all, r->out);
		fputs("```\n\n", r->out);
	}
	free(all.kernel);
}
