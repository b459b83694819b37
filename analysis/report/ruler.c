// SPDX-License-Identifier: GPL-2.0-only
/* The self-test: chains of known length, and what was read. */
#include "analysis/report/report.h"
#include "analysis/tables/ruler.h"

void ib_report_ruler(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	fputs("## The ruler measured on chains of known length\n\n", r->out);
	while ((t = ib_report_next(r, &i, "selftest"))) {
		struct ib_ruler ruler;

		if (!ib_ruler_read(t, &ruler))
			continue;
		nr++;
		ib_mark(r->out, "%s, from ", t->label);
		ib_report_files(r, t);
		fputs(":\n\n", r->out);
		ib_ruler_print(&ruler, true, r->out);
		fputc('\n', r->out);
	}
	if (!nr)
		fputs("Not measured: `initbench selftest` does it.\n\n", r->out);
}
