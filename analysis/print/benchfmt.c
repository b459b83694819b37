// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "analysis/print/formats.h"
#include "analysis/tables/facts.h"
#include "lib/base/encode.h"

/* "mpx+cet" becomes "MpxCet": a benchmark's name is words in capitals. */
static void capitalised(FILE *out, const char *s)
{
	bool first = true;

	for (; *s; s++) {
		if (isalnum((unsigned char)*s))
			fputc(first ? toupper((unsigned char)*s) : *s, out);
		first = !isalnum((unsigned char)*s);
	}
}

static void part(FILE *out, const char *key, const char *value)
{
	ib_print(out, IB_SINK_BENCH, "/%pm=%s", key, value);
}

/*
 * The temperature comes last, as a number behind a '-' at the end of a name
 * would be read as GOMAXPROCS.
 */
static void name(const struct ib_table *t, const struct ib_line *l, FILE *out)
{
	const struct ib_row_rec *r = l->row;

	fputs("Benchmark", out);
	capitalised(out, t->lane);
	capitalised(out, r->event);
	capitalised(out, r->fpu);
	capitalised(out, r->mask);
	part(out, "variant", r->variant);
	if (l->note)
		part(out, "note", l->note);
	part(out, "oracle", ib_oracle_name(l->oracle));
	part(out, "content", r->content);
	part(out, "use", r->use);
	part(out, "temp", r->temp);
}

static void line(const struct ib_table *t, const struct ib_line *l, FILE *out)
{
	for (size_t i = 0; i < l->nr_layouts; i++) {
		name(t, l, out);
		fprintf(out, " 1 %.6g %s/op", l->layout[i], ib_unit_name(t->unit));
		if (l->row->insns >= 0 && t->unit != IB_UNIT_INSNS)
			fprintf(out, " %lld insns/op", (long long)l->row->insns);
		fputc('\n', out);
	}
}

/* benchstat compares files whose "key: value" lines are the same. */
static void config(FILE *out, const char *key, const char *value)
{
	ib_text(out, "%s: %s\n", key, value ? value : "");
}

/* So what tells two sides of a comparison apart is a line that its reader passes over. */
static void remark(FILE *out, const char *key, const char *value)
{
	fprintf(out, "# %s %s\n", key, value ? value : "");
}

void ib_format_benchfmt(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
			FILE *out)
{
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];
		const struct ib_run_rec *run = t->runs[t->nr_runs - 1];

		config(out, "cpu", ib_cpu_name(run));
		config(out, "host", run->host);
		config(out, "lane", t->lane);
		remark(out, "kernel", ib_field(run->record, "kernel/release"));
		remark(out, "commit", ib_field(run->record, "suite/commit"));
		remark(out, "run", run->id);
		for (size_t j = 0; j < t->nr_lines; j++)
			line(t, &t->lines[j], out);
		fputc('\n', out);
	}
	for (size_t i = 0; i < nr_warnings; i++)
		ib_text(out, "# warning: %s\n", warnings[i]);
	for (size_t i = 0; i < study->nr_warnings; i++)
		ib_text(out, "# warning: %s\n", study->warnings[i]);
}
