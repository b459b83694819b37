// SPDX-License-Identifier: GPL-2.0-only
/* Whether a second run, and a second boot, confirm the intervals of the first. */
#include <stdlib.h>

#include "analysis/report/report.h"
#include "analysis/tables/repeats.h"

static size_t print(const struct ib_report *r, const struct ib_repeats *one)
{
	static const char *const boots[] = { "of different boots", "of one boot" };
	size_t nr = 0;

	for (int same = 1; same >= 0; same--) {
		if (!one->nr[same])
			continue;
		ib_mark(r->out, "- %s, runs %s: %zu of %zu pairs of rows agree (%.1f%%)\n",
			one->table->label, boots[same], one->nr_agree[same], one->nr[same],
			100.0 * one->nr_agree[same] / one->nr[same]);
		nr++;
	}
	return nr;
}

void ib_report_repeats(const struct ib_report *r)
{
	/* As measured: what the report shows has runs of other boots in it. */
	struct ib_study *s = ib_study_new(r->results);
	struct ib_repeats *repeats;
	size_t nr_types = ib_repeats_read(s, &repeats), nr = 0;

	fputs("## Do runs agree with each other?\n\n"
	      "Rows of lane user that a run and the one before it measured on one CPU type, by one\n"
	      "method and on the same machine code. Two agree if they differ by no more than their\n"
	      "95% intervals explain (the root of the sum of the squares of the half widths): 95 of\n"
	      "100 should.\n\n", r->out);
	for (size_t i = 0; i < nr_types; i++)
		nr += print(r, &repeats[i]);
	if (!nr)
		fputs("- Not measured: two runs of 'make bench' on one CPU type do it.\n", r->out);
	fputc('\n', r->out);
	free(repeats);
	ib_study_free(s);
}
