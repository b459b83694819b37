// SPDX-License-Identifier: GPL-2.0-only
/* What was not measured: from the run records, and from what no row has. */
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/report/shares.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/schema/row_order.h"

static const char *const lanes[][2] = {
	{ "user", "`make bench`" },
	{ "kmod", "needs root and module loading, or `scripts/vm` for an emulated host" },
	{ "kvm", "`initbench run --lane kvm` where there is /dev/kvm" },
	{ "selftest", "`initbench selftest`" },
};

static void missing_lanes(const struct ib_report *r)
{
	for (size_t l = 0; l < ARRAY_SIZE(lanes); l++) {
		const struct ib_table *t;
		size_t i = 0, emulated = 0, native = 0;

		while ((t = ib_report_next(r, &i, lanes[l][0])))
			*(t->runs[0]->counts ? &emulated : &native) += 1;
		if (!native)
			ib_mark(r->out, "- lane %s on %s: %pm\n", lanes[l][0],
				emulated ? "hardware; it ran on an emulated host only" : "any CPU",
				lanes[l][1]);
	}
}

static bool has_value(const struct ib_table *t, enum ib_axis_id axis, const char *value)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts && !strcmp(ib_row_value(t->lines[i].row, axis), value))
			return true;
	return false;
}

/* The first @nr values of an axis that no row of the table has. */
static void missing_values(const struct ib_report *r, const struct ib_table *t,
			   enum ib_axis_id axis, size_t nr, const char *what)
{
	const struct ib_value *values = ib_axis(axis)->values;
	const char *sep = "";

	for (size_t i = 0; i < nr; i++) {
		if (has_value(t, axis, values[i].name))
			continue;
		if (!*sep)
			ib_mark(r->out, "  - %s: ", what);
		ib_mark(r->out, "%s%s", sep, values[i].name);
		sep = ", ";
	}
	if (*sep)
		fputc('\n', r->out);
}

/* Whether some emulated table, or some other one, has real components of a mask. */
static bool is_real(const struct ib_report *r, const char *mask, bool emulated)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL))) {
		if (t->runs[0]->counts != emulated)
			continue;
		for (size_t l = 0; l < t->nr_lines; l++) {
			const struct ib_line *line = &t->lines[l];

			if (line->nr_layouts && !strcmp(line->row->mask, mask) &&
			    line->row->has_synthetic && !line->row->synthetic)
				return true;
		}
	}
	return false;
}

static void missing_components(const struct ib_report *r)
{
	static const char *const masks[][2] = { { "mpx", "MPX" }, { "cet", "CET" } };

	for (size_t m = 0; m < ARRAY_SIZE(masks); m++)
		if (!is_real(r, masks[m][0], false))
			ib_mark(r->out, "- %s in hardware: no CPU here has the components; in lane "
				"user they are synthetic, %s\n", masks[m][1],
				is_real(r, masks[m][0], true) ? "on an emulated host they are real"
							       : "and no emulated host has them");
}

/* Each CPU once, whatever its lanes; newest run. */
static bool is_first_of_cpu(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_table *other;
	char *ours = ib_cpu_dir(t->runs[0]);
	size_t i = 0;
	bool same = false;

	while (!same && (other = ib_report_next(r, &i, NULL))) {
		char *theirs = ib_cpu_dir(other->runs[0]);

		same = !strcmp(ours, theirs);
		free(theirs);
	}
	free(ours);
	return other == t;
}

static void missing_counters(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL))) {
		char *words = ib_pmu_words(t->runs[t->nr_runs - 1]);
		bool native = !strcmp(t->runs[0]->host, "native");

		if (words && native && is_first_of_cpu(r, t))
			ib_mark(r->out, "- hardware counters on %s: %s\n",
				t->label, words);
		free(words);
	}
}

static void bare_metal(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL))) {
		const char *hypervisor = t->runs[0]->guest_of;

		if (hypervisor && !strcmp(t->runs[0]->host, "native") && is_first_of_cpu(r, t))
			ib_mark(r->out, "- bare metal: %s was a guest of %s\n",
				t->label, hypervisor);
	}
}

static void missing_counts(const struct ib_report *r, const struct ib_table *t)
{
	size_t nr = 0, rows = 0;
	const char *why = NULL;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_row_rec *row = t->lines[i].row;

		if (ib_unmeasured(&t->lines[i]))
			continue;
		rows++;
		if (row->insns >= 0)
			continue;
		nr++;
		why = row->insns_why;
	}
	if (nr)
		ib_mark(r->out, "  - instructions of %zu of %zu rows: %s\n", nr, rows,
			why ? why : "no reason recorded");
}

static void missing_of(const struct ib_report *r, const struct ib_table *t)
{
	struct ib_report inner = *r;
	char *text = NULL;
	size_t size;

	inner.out = open_memstream(&text, &size);
	if (!inner.out)
		return;
	if (strcmp(t->lane, "kvm"))
		missing_values(&inner, t, IB_AXIS_TEMP, IB_COLD + 1, "temperatures");
	missing_values(&inner, t, IB_AXIS_CONTENT, IB_NAMED_CONTENTS, "register contents");
	missing_counts(&inner, t);
	fclose(inner.out);
	if (*text)
		ib_mark(r->out, "- %s, lane %s:\n%pm", t->label, t->lane, text);
	free(text);
}

void ib_report_missing(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	fputs("## What was not measured, in full\n\n", r->out);
	missing_lanes(r);
	bare_metal(r);
	missing_counters(r);
	missing_components(r);
	while ((t = ib_report_next(r, &i, NULL)))
		if (strcmp(t->lane, "selftest"))
			missing_of(r, t);
	fputc('\n', r->out);
}

/* Of each CPU measured natively that has it, the name; a line, or nothing. */
static void brief(const struct ib_report *r, const char *what,
		  bool (*lacks)(const struct ib_report *r, const struct ib_table *t))
{
	const struct ib_table *t;
	const char *sep = "";
	size_t i = 0;

	while ((t = ib_report_next(r, &i, NULL))) {
		if (strcmp(t->runs[0]->host, "native") || !is_first_of_cpu(r, t) || !lacks(r, t))
			continue;
		if (!*sep)
			ib_mark(r->out, "- %s: ", what);
		ib_print(r->out, IB_SINK_MD, "%pm%s", sep, ib_report_cpu(r, t));
		sep = ", ";
	}
	if (*sep)
		fputc('\n', r->out);
}

static bool lacks_bare_metal(const struct ib_report *r, const struct ib_table *t)
{
	(void)r;
	return t->runs[0]->guest_of;
}

static bool lacks_counters(const struct ib_report *r, const struct ib_table *t)
{
	char *words = ib_pmu_words(t->runs[t->nr_runs - 1]);
	bool lacks = words;

	(void)r;
	free(words);
	return lacks;
}

static bool lacks_kvm(const struct ib_report *r, const struct ib_table *t)
{
	return !ib_kvm_init(ib_kvm_beside(r, t));
}

void ib_report_unmeasured(const struct ib_report *r)
{
	fputs("## What was not measured\n\n", r->out);
	missing_lanes(r);
	brief(r, "bare metal; guests of a hypervisor were", lacks_bare_metal);
	brief(r, "hardware counters, which the hypervisor does not lend", lacks_counters);
	brief(r, "KVM's whole INIT in time", lacks_kvm);
	missing_components(r);
	fputc('\n', r->out);
}
