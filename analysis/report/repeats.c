// SPDX-License-Identifier: GPL-2.0-only
/* Whether a second run, and a second boot, confirm the intervals of the first. */
#include "analysis/report/report.h"
#include "analysis/tables/counterpart.h"
#include "analysis/tables/repeats.h"

static const char *const apart[] = { "of different boots", "of one boot" };

static struct ib_repeats of_cpu_type(const struct ib_study *s, size_t first, bool same_boot)
{
	struct ib_repeats sum = { 0 };

	for (size_t i = first; i < s->nr_tables; i++) {
		struct ib_repeats one = { 0 };

		if (ib_same_cpu_type(s->tables[first], s->tables[i]))
			one = ib_repeats_of(s, i, same_boot);
		sum.nr += one.nr;
		sum.nr_agree += one.nr_agree;
	}
	return sum;
}

static bool is_first_of_its_type(const struct ib_study *s, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (ib_same_cpu_type(s->tables[i], s->tables[at]))
			return false;
	return true;
}

void ib_report_repeats(const struct ib_report *r)
{
	/* As measured: what the report shows has runs of other boots in it. */
	struct ib_study *s = ib_study_new(r->results);
	size_t nr = 0;

	fputs("## Do runs agree with each other?\n\n"
	      "Rows of lane user that two runs of a CPU type measured by one method, on the same\n"
	      "machine code. Two agree if they differ by no more than their 95% intervals explain\n"
	      "(the root of the sum of the squares of the half widths): 95 of 100 should.\n\n",
	      r->out);
	for (size_t i = 0; i < s->nr_tables; i++) {
		for (int same_boot = 1; same_boot >= 0 && is_first_of_its_type(s, i); same_boot--) {
			struct ib_repeats sum = of_cpu_type(s, i, same_boot);

			if (!sum.nr)
				continue;
			ib_mark(r->out, "- %s, runs %s: %zu of %zu pairs of rows agree (%.1f%%)\n",
				s->tables[i]->label, apart[same_boot], sum.nr_agree, sum.nr,
				100.0 * sum.nr_agree / sum.nr);
			nr++;
		}
	}
	if (!nr)
		fputs("- Not measured: two runs of 'make bench' on one CPU type do it.\n", r->out);
	fputc('\n', r->out);
	ib_study_free(s);
}
