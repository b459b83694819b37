// SPDX-License-Identifier: GPL-2.0-only
/* A series in each of its formats. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "analysis/compare/series.h"
#include "lib/base/encode.h"
#include "lib/base/json.h"

#define WIDTH		75
#define NAME		12	/* of a commit */
#define VALUE_WIDTH	7
#define CHANGE_WIDTH	6	/* with its sign */
#define SUBJECT_INDENT	6

/* As much of @text as fits. */
static void print_text(const char *text, int width, FILE *out)
{
	char *mail = ib_encode(IB_SINK_MAIL, text);

	fprintf(out, "%.*s\n", width, mail);
	free(mail);
}

static void print_counts(const struct ib_commit *c, bool is_base, FILE *out)
{
	char value[32], change[32];
	int blanks = SUBJECT_INDENT;

	for (size_t i = 0; i < IB_SERIES_ROWS; i++) {
		snprintf(value, sizeof(value), "%" PRId64, c->insns[i]);
		fprintf(out, "%*s%*s", blanks, "", VALUE_WIDTH - 1, c->insns[i] < 0 ? "-" : value);
		snprintf(change, sizeof(change), c->change[i] ? "%+" PRId64 : "0", c->change[i]);
		blanks = is_base || c->insns[i] < 0 ? CHANGE_WIDTH : 0;
		if (!blanks)
			fprintf(out, "%*s", CHANGE_WIDTH, change);
	}
	fputc('\n', out);
}

static void print_commit(const struct ib_series *s, size_t i, FILE *out)
{
	const struct ib_commit *c = &s->commits[i];

	ib_mail(out, "  %2zu  %-*.*s %s\n", i, NAME, NAME, c->name, ib_series_word(s, i));
	fprintf(out, "%*s", SUBJECT_INDENT, "");
	print_text(c->subject, WIDTH - SUBJECT_INDENT, out);
	if (c->why) {
		fprintf(out, "%*s", SUBJECT_INDENT, "");
		print_text(c->why, WIDTH - SUBJECT_INDENT, out);
		return;
	}
	print_counts(c, !i, out);
}

void ib_series_text(const struct ib_series *s, FILE *out)
{
	ib_mail(out, "  series %.*s..%.*s, %zu commits\n", NAME, s->commits[0].name, NAME,
		s->commits[s->nr - 1].name, s->nr - 1);
	ib_mail(out, "  kernel Linux %.40s, emulated by %s\n", s->release ? s->release : "?",
		s->host);
	fprintf(out, "  rows   lane kvm: instructions (exact) and change from the commit before\n"
		"\n%*s", SUBJECT_INDENT, "");
	for (size_t i = 0; i < IB_SERIES_ROWS; i++)
		fprintf(out, "%*s%*s", VALUE_WIDTH - 1, "", CHANGE_WIDTH, ib_series_row(i));
	fprintf(out, "\n  ");
	for (size_t i = 2; i < WIDTH; i++)
		fputc('-', out);
	fputc('\n', out);
	for (size_t i = 0; i < s->nr; i++)
		print_commit(s, i, out);
	fprintf(out, "\n  slower/faster: an operation costs more/less than before");
	if (s->delta > 0)
		fprintf(out, " by more than %g", s->delta);
	fputs(".\n", out);
}

static void add_counts(struct json_object *o, const char *key, const int64_t *values,
		       const struct ib_commit *c)
{
	struct json_object *counts = json_object_new_object();

	for (size_t i = 0; i < IB_SERIES_ROWS; i++)
		if (c->insns[i] >= 0)
			ib_json_add_count(counts, ib_series_row(i), values[i]);
	ib_json_add(o, key, counts);
}

static struct json_object *commit_object(const struct ib_series *s, size_t i)
{
	struct json_object *o = json_object_new_object();
	const struct ib_commit *c = &s->commits[i];

	ib_json_add_string(o, "commit", c->name);
	ib_json_add_string(o, "subject", c->subject);
	ib_json_add_string(o, "verdict", ib_series_word(s, i));
	ib_json_add_string(o, "why", c->why);
	add_counts(o, "insns", c->insns, c);
	add_counts(o, "change", c->change, c);
	add_counts(o, "since_base", c->since_base, c);
	return o;
}

void ib_series_json(const struct ib_series *s, FILE *out)
{
	struct json_object *o = json_object_new_object(), *a = json_object_new_array();

	ib_json_add_string(o, "type", "series");
	ib_json_add_count(o, "schema", IB_SCHEMA);
	ib_json_add_string(o, "host", s->host);
	ib_json_add_string(o, "release", s->release);
	ib_json_add_count(o, "status", ib_series_status(s));
	for (size_t i = 0; i < s->nr; i++)
		json_object_array_add(a, commit_object(s, i));
	ib_json_add(o, "commits", a);
	ib_json_print(o, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE, out);
	json_object_put(o);
}

/* As in JUnit; NULL of a commit that is fine. */
static const char *element_of(const struct ib_commit *c)
{
	if (c->why || c->wrong)
		return "error";
	return c->slower ? "failure" : NULL;
}

static size_t count(const struct ib_series *s, const char *element)
{
	size_t nr = 0;

	for (size_t i = 1; i < s->nr; i++) {
		const char *own = element_of(&s->commits[i]);

		nr += own && !strcmp(own, element);
	}
	return nr;
}

static void print_changes(const struct ib_commit *c, FILE *out)
{
	const char *sep = "";

	for (size_t i = 0; i < IB_SERIES_ROWS; i++) {
		if (!c->change[i])
			continue;
		fprintf(out, "%s%s %+" PRId64 " instructions", sep, ib_series_row(i), c->change[i]);
		sep = ", ";
	}
}

static void print_case(const struct ib_commit *c, FILE *out)
{
	const char *element = element_of(c);

	ib_xml(out, "    <testcase classname=\"%.*s\" name=\"%s\"", NAME, c->name, c->subject);
	if (!element) {
		fputs("/>\n", out);
		return;
	}
	ib_xml(out, ">\n      <%s message=\"", element);
	if (c->why)
		ib_xml(out, "%s", c->why);
	else if (c->wrong)
		fputs("its INIT leaves a wrong state, or clears less than it has to", out);
	else
		print_changes(c, out);
	fputs("\"/>\n    </testcase>\n", out);
}

void ib_series_junit(const struct ib_series *s, FILE *out)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	ib_xml(out,
	       "  <testsuite name=\"initbench series, host %s\" tests=\"%zu\" failures=\"%zu\" "
	       "errors=\"%zu\" skipped=\"0\">\n", s->host, s->nr - 1, count(s, "failure"),
	       count(s, "error"));
	for (size_t i = 1; i < s->nr; i++)
		print_case(&s->commits[i], out);
	fputs("  </testsuite>\n</testsuites>\n", out);
}

void ib_series_gnuplot(const struct ib_series *s, FILE *out)
{
	ib_print(out, IB_SINK_GNUPLOT, "$words << END\n1 \"%s\"\nEND\narray word[1]\n"
		 "stats $words using (word[1] = strcol(2), 0) nooutput\nhost = word[1]\n", s->host);
	fprintf(out, "commits = %zu\narray name[%d]\n", s->nr, IB_SERIES_ROWS);
	for (size_t i = 0; i < IB_SERIES_ROWS; i++)
		fprintf(out, "name[%zu] = \"%s\"\n", i + 1, ib_series_row(i));
	fputs("$commit << END\n", out);
	for (size_t i = 0; i < s->nr; i++) {
		const struct ib_commit *c = &s->commits[i];

		ib_print(out, IB_SINK_GNUPLOT, "%zu \"%s\" \"%s\"", i, c->name, c->subject);
		for (size_t k = 0; k < IB_SERIES_ROWS; k++)
			if (c->insns[k] < 0)
				fputs(" NaN", out);
			else
				fprintf(out, " %" PRId64, c->since_base[k]);
		fputc('\n', out);
	}
	fputs("END\n", out);
}

void ib_series_cover(const struct ib_series *s, FILE *out)
{
	size_t nr = 0;

	for (size_t i = 1; i < s->nr; i++)
		nr += s->commits[i].slower || s->commits[i].faster;
	fprintf(out,
		"Measured with initbench, commit by commit: %zu of the %zu patches change what\n"
		"INIT costs.\n", nr, s->nr - 1);
	for (size_t i = 1; i < s->nr; i++) {
		const struct ib_commit *c = &s->commits[i];

		if (!c->slower && !c->faster)
			continue;
		ib_mail(out, "\n  %.*s ", NAME, c->name);
		print_text(c->subject, WIDTH - NAME - 3, out);
		fputs("    ", out);
		print_changes(c, out);
		fputc('\n', out);
	}
}
