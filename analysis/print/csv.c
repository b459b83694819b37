// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/print/formats.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"

static void text(FILE *out, const char *s)
{
	ib_print(out, IB_SINK_CSV, "%s,", s ? s : "");
}

/* What is not known is an empty field. */
static void number(FILE *out, double x)
{
	if (isfinite(x))
		fprintf(out, "%.6g", x);
	fputc(',', out);
}

static void line(const struct ib_table *t, const struct ib_line *l, FILE *out)
{
	const struct ib_row_rec *r = l->row;
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *const words[] = {
		ib_cpu_name(run), run->host, t->lane, run->id, r->variant, r->event, r->fpu,
		r->mask, r->content, r->use, r->temp, ib_unit_name(t->unit),
	};
	const double numbers[] = {
		l->cost.mid, l->cost.lo, l->cost.hi, l->drained, l->spread,
		l->nr_layouts ? l->layout[0] : NAN,
		l->nr_layouts ? l->layout[l->nr_layouts - 1] : NAN,
		l->ticks.mid, l->disagree, l->nr_layouts, l->nr_blocks, l->nr_dropped,
		r->insns < 0 ? NAN : r->insns, l->rank ? l->rank : NAN,
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		text(out, words[i]);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		number(out, numbers[i]);
	text(out, r->insns < 0 ? r->insns_why : NULL);
	text(out, ib_unmeasured(l) ? ib_unmeasured(l) : l->note);
	fprintf(out, "%s\n", ib_oracle_name(l->oracle));
}

void ib_format_csv(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		   FILE *out)
{
	fputs("cpu,host,lane,run,variant,event,fpu,mask,content,use,temp,unit,"
	      "midmean,lo,hi,drained,layout_spread,layout_min,layout_max,clock_units,chains_disagree,"
	      "layouts,blocks,dropped,insns,rank,insns_why,note,oracle\n", out);
	for (size_t i = 0; i < study->nr_tables; i++)
		for (size_t j = 0; j < study->tables[i]->nr_lines; j++)
			line(study->tables[i], &study->tables[i]->lines[j], out);
	for (size_t i = 0; i < nr_warnings; i++)
		ib_text(out, "# warning: %s\n", warnings[i]);
	for (size_t i = 0; i < study->nr_warnings; i++)
		ib_text(out, "# warning: %s\n", study->warnings[i]);
}
