// SPDX-License-Identifier: GPL-2.0-only
/*
 * A comparison as JUnit's XML, which CI systems read: a row is a test case.
 * Elements and attributes as in the schema of Apache Ant's junitreport.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "lib/base/array.h"
#include "lib/base/exit.h"

void ib_junit_escaped(FILE *out, const char *text)
{
	static const struct {
		char c;
		const char *as;
	} entities[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
	};

	for (; *text; text++) {
		const char *as = NULL;

		for (size_t i = 0; i < ARRAY_SIZE(entities); i++)
			if (*text == entities[i].c)
				as = entities[i].as;
		if (as)
			fputs(as, out);
		else
			fputc(*text == '\n' || (*text >= ' ' && *text <= '~') ? *text : '?', out);
	}
}

/* How a row that is not fine is shown; NULL if it is. */
static const char *element_of(const struct ib_comparison *c, const struct ib_cmp_row *row,
			      int status)
{
	enum ib_verdict verdict = row->judgement.verdict;

	if (row->invalid)
		return row->harmless ? "skipped" : "error";
	if (verdict == IB_SLOWER)
		return "failure";
	if (verdict == IB_UNRES && c->unbuilt)
		return "skipped";
	if (verdict == IB_UNRES || verdict == IB_TAIL)
		return status == IB_EXIT_UNRESOLVED ? "failure" : "skipped";
	return NULL;
}

static size_t count(const struct ib_comparison *c, const char *element, int status)
{
	size_t nr = 0;

	for (size_t i = 0; i < c->nr_rows; i++) {
		const char *own = element_of(c, &c->rows[i], status);

		nr += own && !strcmp(own, element);
	}
	return nr;
}

static const char *percent_of(const struct ib_cmp_row *row, char *text, size_t size)
{
	double percent = ib_row_percent(row);

	text[0] = 0;
	if (isfinite(percent))
		snprintf(text, size, " (%+.1f%%)", percent);
	return text;
}

static void print_message(const struct ib_comparison *c, const struct ib_cmp_row *row, FILE *out)
{
	const struct ib_walsh *w = &row->judgement.walsh;
	char percent[32];

	if (row->invalid) {
		fprintf(out, "%s: ", row->label);
		ib_junit_escaped(out, row->invalid);
	} else if (c->unbuilt && row->judgement.verdict == IB_UNRES) {
		fputs("the sides differ in sources that were not run: ", out);
		ib_junit_escaped(out, c->unbuilt);
	} else if (row->exact) {
		fprintf(out, "%s by %+.1f %s%s, exactly", ib_row_verdict(row), w->hl,
			ib_unit_name(c->unit), percent_of(row, percent, sizeof(percent)));
	} else {
		fprintf(out, "%s: %+.1f %s%s, interval %.1f to %.1f", ib_row_verdict(row), w->hl,
			ib_unit_name(c->unit), percent_of(row, percent, sizeof(percent)), w->lo,
			w->hi);
	}
}

static void print_row(const struct ib_comparison *c, const struct ib_cmp_row *row, int status,
		      FILE *out)
{
	const char *element = element_of(c, row, status);

	fputs("    <testcase classname=\"", out);
	ib_junit_escaped(out, row->base->lane);
	fputs("\" name=\"", out);
	ib_junit_escaped(out, row->name);
	if (!element) {
		fputs("\"/>\n", out);
		return;
	}
	fprintf(out, "\">\n      <%s message=\"", element);
	print_message(c, row, out);
	fputs("\"/>\n    </testcase>\n", out);
}

/* Why no row may be believed, if so: a test case of its own. */
static const char *why_invalid(const struct ib_comparison *c, const struct ib_aa *aa)
{
	if (c->invalid)
		return c->invalid;
	return aa && aa->beyond ? "the base differs from itself" : NULL;
}

static void print_table(const struct ib_comparison *c, const struct ib_aa *aa, int status,
			FILE *out)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return;
	ib_compare_text(c, aa, status, f);
	fclose(f);
	fputs("    <system-out>\n", out);
	ib_junit_escaped(out, text);
	fputs("    </system-out>\n", out);
	free(text);
}

void ib_compare_junit(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out)
{
	const char *why = why_invalid(c, aa);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	fputs("  <testsuite name=\"initbench compare, host ", out);
	ib_junit_escaped(out, c->base->runs[0]->host);
	fprintf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		c->nr_rows + !!why, count(c, "failure", status), count(c, "error", status) + !!why,
		count(c, "skipped", status));
	for (size_t i = 0; i < c->nr_rows; i++)
		print_row(c, &c->rows[i], status, out);
	if (why) {
		fputs("    <testcase classname=\"comparison\" name=\"valid\">\n"
		      "      <error message=\"", out);
		ib_junit_escaped(out, why);
		fputs("\"/>\n    </testcase>\n", out);
	}
	print_table(c, aa, status, out);
	fputs("  </testsuite>\n</testsuites>\n", out);
}
