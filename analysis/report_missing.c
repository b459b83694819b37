// SPDX-License-Identifier: GPL-2.0-only
/* What was not measured: from the run records, and from what no row has. */
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/report.h"

static const char *const lanes[][2] = {
	{ "user", "`make bench`" },
	{ "kmod", "needs root and module loading, or `scripts/vm` for an emulated host" },
	{ "kvm", "`initbench run --lane kvm` where there is /dev/kvm" },
	{ "selftest", "`initbench selftest`" },
};

static const char *const temps[] = { "warm", "cold-data", "cold-code", "cold" };
static const char *const contents[] = { "init", "sse", "avx", "avx512", "amx" };

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void missing_lanes(const struct ib_report *r)
{
	for (size_t l = 0; l < COUNT(lanes); l++) {
		const struct ib_table *t;
		size_t i = 0, emulated = 0, native = 0;

		while ((t = ib_report_next(r, &i, lanes[l][0])))
			*(strcmp(t->runs[0]->host, "native") ? &emulated : &native) += 1;
		if (!native)
			fprintf(r->out, "- lane %s on %s: %s\n", lanes[l][0],
				emulated ? "hardware; it ran on an emulated host only" : "any CPU",
				lanes[l][1]);
	}
}

static bool has_temp(const struct ib_table *t, const char *temp)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts && !strcmp(t->lines[i].row->temp, temp))
			return true;
	return false;
}

static bool has_content(const struct ib_table *t, const char *content)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts && !strcmp(t->lines[i].row->content, content))
			return true;
	return false;
}

static void missing_values(const struct ib_report *r, const struct ib_table *t, const char *axis,
			   const char *const *values, size_t nr,
			   bool (*has)(const struct ib_table *t, const char *value))
{
	const char *sep = "";

	for (size_t i = 0; i < nr; i++) {
		if (has(t, values[i]))
			continue;
		if (!*sep)
			fprintf(r->out, "  - %s: ", axis);
		fprintf(r->out, "%s%s", sep, values[i]);
		sep = ", ";
	}
	if (*sep)
		fputc('\n', r->out);
}

/* Rows that were skipped, each reason once. */
static void skipped_rows(const struct ib_report *r, const struct ib_table *t)
{
	for (size_t i = 0; i < t->nr_lines; i++) {
		const char *skip = t->lines[i].row->skip;
		size_t nr = 1;
		bool said = false;

		for (size_t j = 0; skip && j < t->nr_lines; j++) {
			const char *other = t->lines[j].row->skip;

			if (j == i || !other || strcmp(skip, other))
				continue;
			said |= j < i;
			nr++;
		}
		if (skip && !said)
			fprintf(r->out, "  - %zu rows: %s (%s, content %s, ..)\n", nr, skip,
				t->lines[i].row->variant, t->lines[i].row->content);
	}
}

static void synthetic_masks(const struct ib_report *r, const struct ib_table *t)
{
	const char *named[] = { "mpx", "cet", "mpx+cet" }, *sep = "";

	for (size_t m = 0; m < COUNT(named); m++) {
		const struct ib_line *l = ib_find_line(t, (struct ib_where){ .mask = named[m] });
		const char *synthetic = l ? ib_field(l->row->record, "synthetic") : NULL;

		if (!synthetic || !strtoull(synthetic, NULL, 16))
			continue;
		fprintf(r->out, "%s%s",
			*sep ? sep
			     : "  - on real components, as the CPU lacks them (the "
			       "masks are synthetic): ",
			named[m]);
		sep = ", ";
	}
	if (*sep)
		fputc('\n', r->out);
}

static void missing_counters(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *available = ib_field(run->record, "pmu/available");
	const char *why = ib_field(run->record, "pmu/why");

	if (available && strcmp(available, "true"))
		fprintf(r->out, "  - hardware counters: %s\n", why ? why : "no reason recorded");
}

static void missing_counts(const struct ib_report *r, const struct ib_table *t)
{
	size_t nr = 0;
	const char *why = NULL;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_row_rec *row = t->lines[i].row;

		if (row->insns >= 0 || row->skip)
			continue;
		nr++;
		why = row->insns_why;
	}
	if (nr)
		fprintf(r->out, "  - instructions of %zu of %zu rows: %s\n", nr, t->nr_lines,
			why ? why : "no reason recorded");
}

static void bare_metal(const struct ib_report *r, const struct ib_table *t)
{
	const char *hypervisor = ib_field(t->runs[0]->record, "hypervisor");

	if (hypervisor)
		fprintf(r->out, "  - the bare CPU: it was a guest of %s\n", hypervisor);
}

void ib_report_missing(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	fputs("## What was not measured\n\n", r->out);
	missing_lanes(r);
	while ((t = ib_report_next(r, &i, NULL))) {
		fprintf(r->out, "- %s, lane %s:\n", ib_cpu_name(t->runs[0]), t->lane);
		if (strcmp(t->lane, "selftest")) {
			missing_values(r, t, "temperatures", temps, COUNT(temps), has_temp);
			missing_values(r, t, "register contents", contents, COUNT(contents),
				       has_content);
			synthetic_masks(r, t);
		}
		skipped_rows(r, t);
		missing_counts(r, t);
		missing_counters(r, t);
		bare_metal(r, t);
	}
	fputc('\n', r->out);
}
