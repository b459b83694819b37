// SPDX-License-Identifier: GPL-2.0-only
/* The first paragraph: the answer in the numbers that matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "lib/base/wrap.h"

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

/* An emulated host: exact counts. */
static void print_emulated(const struct ib_table *t, FILE *out)
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
}

static bool has_answer(const struct ib_table *t)
{
	return ib_trio(t, "none").nr > 1 || ib_trio(t, "putload").nr > 1;
}

bool ib_report_summary(const struct ib_report *r)
{
	size_t i = 0, native = 0, emulated = 0, size;
	const struct ib_table *t;
	char *text = NULL;
	FILE *out = open_memstream(&text, &size);

	if (out)
		native = ib_report_agreed(r, out);
	while (out && (t = ib_report_next(r, &i, NULL)))
		if (has_answer(t) && t->runs[0]->counts && !emulated++)
			print_emulated(t, out);
	if (out && (native || emulated)) {
		fflush(out);
		ib_wrap(text, 0, 0, WIDTH, "", r->out);
		fputc('\n', r->out);
	}
	if (out)
		fclose(out);
	free(text);
	if (native || emulated)
		ib_report_fraction(r);
	return native || emulated;
}
