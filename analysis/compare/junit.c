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
#include "lib/base/encode.h"
#include "lib/base/exit.h"

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

	if (row->invalid)
		ib_xml(out, "%s: %s", row->label, row->invalid);
	else if (c->unbuilt && row->judgement.verdict == IB_UNRES)
		ib_xml(out, "the sides differ in sources that were not run: %s", c->unbuilt);
	else if (row->exact)
		ib_xml(out, "%s by %+.1f %s%s, exactly", ib_row_verdict(row), w->hl,
		       ib_unit_name(c->unit), percent_of(row, percent, sizeof(percent)));
	else
		ib_xml(out, "%s: %+.1f %s%s, interval %.1f to %.1f", ib_row_verdict(row), w->hl,
		       ib_unit_name(c->unit), percent_of(row, percent, sizeof(percent)), w->lo,
		       w->hi);
}

static void print_row(const struct ib_comparison *c, const struct ib_cmp_row *row, int status,
		      FILE *out)
{
	const char *element = element_of(c, row, status);

	ib_xml(out, "    <testcase classname=\"%s\" name=\"%s\"", row->base->lane, row->name);
	if (!element) {
		fputs("/>\n", out);
		return;
	}
	ib_xml(out, ">\n      <%s message=\"", element);
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
	char *text = NULL, *rest, *line;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return;
	ib_compare_text(c, aa, status, f);
	fclose(f);
	fputs("    <system-out>\n", out);
	rest = text;
	while ((line = strsep(&rest, "\n")) && rest)
		ib_xml(out, "%s\n", line);
	fputs("    </system-out>\n", out);
	free(text);
}

void ib_compare_junit(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out)
{
	const char *why = why_invalid(c, aa);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	ib_xml(out, "  <testsuite name=\"initbench compare, host %s\"", c->base->runs[0]->host);
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		c->nr_rows + !!why, count(c, "failure", status), count(c, "error", status) + !!why,
		count(c, "skipped", status));
	for (size_t i = 0; i < c->nr_rows; i++)
		print_row(c, &c->rows[i], status, out);
	if (why) {
		ib_xml(out, "    <testcase classname=\"comparison\" name=\"valid\">\n"
		       "      <error message=\"%s\"/>\n    </testcase>\n", why);
	}
	print_table(c, aa, status, out);
	fputs("  </testsuite>\n</testsuites>\n", out);
}
