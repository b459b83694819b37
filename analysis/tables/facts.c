// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/again.h"
#include "analysis/tables/core_name.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/ruler.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

static __attribute__((format(printf, 3, 4))) void add(struct ib_fact_list *list, const char *name,
						      const char *fmt, ...)
{
	struct ib_fact *f;
	va_list ap;

	list->facts = ib_realloc(list->facts, list->nr + 1, sizeof(*f));
	f = &list->facts[list->nr++];
	f->name = name;
	va_start(ap, fmt);
	if (vasprintf(&f->text, fmt, ap) < 0)
		f->text = ib_asprintf("out of memory");
	va_end(ap);
}

static bool is_true(const struct ib_run_rec *run, const char *path)
{
	return !strcmp(ib_field_or(run->record, path, "false"), "true");
}

char *ib_cpu_dir(const struct ib_run_rec *run)
{
	bool native = !strcmp(run->host, "native");

	if (run->counts)
		return ib_asprintf("%s", run->host);
	return ib_asprintf("%s-%s-%s-%s%s%s", ib_field_or(run->record, "cpu/vendor", "unknown"),
			   ib_field_or(run->record, "cpu/family", "0"),
			   ib_field_or(run->record, "cpu/model", "0"),
			   ib_field_or(run->record, "cpu/stepping", "0"), native ? "" : "-",
			   native ? "" : run->host);
}

char *ib_cpu_label(const struct ib_run_rec *run)
{
	char *dir = ib_cpu_dir(run), *label;
	const char *dash = strchr(dir, '-'), *core = ib_core_name(run);

	if (run->counts || !dash)
		return dir;
	label = ib_asprintf(core ? "%s (%s)" : "%s %s", core ? core : ib_cpu_name(run), dash + 1);
	free(dir);
	return label;
}

const char *ib_cpu_name(const struct ib_run_rec *run)
{
	return ib_field_or(run->record, "cpu/name",
			   ib_field_or(run->record, "cpu/vendor", "unknown CPU"));
}

const char *ib_unit_words(enum ib_unit unit)
{
	static const char *const words[] = {
		[IB_UNIT_CYCLES] = "core cycles (calibrated)",
		[IB_UNIT_TICKS] = "TSC ticks",
		[IB_UNIT_INSNS] = "instructions (exact)",
	};

	return words[unit];
}

static void add_cpu(struct ib_fact_list *list, const struct ib_run_rec *run)
{
	const char *type = ib_field_or(run->record, "cpu/core_type", NULL);

	add(list, "cpu", "%s (%s %s-%s-%s%s%s, microcode %s)", ib_cpu_name(run),
	    ib_field_or(run->record, "cpu/vendor", "?"),
	    ib_field_or(run->record, "cpu/family", "?"), ib_field_or(run->record, "cpu/model", "?"),
	    ib_field_or(run->record, "cpu/stepping", "?"), type ? ", core type " : "",
	    type ? type : "", ib_field_or(run->record, "cpu/microcode", "not shown"));
}

static void add_host(struct ib_fact_list *list, const struct ib_table *t)
{
	const struct ib_run_rec *run = t->runs[0];
	const char *hypervisor = run->guest_of;

	add(list, "host", "%s%s%s, lane %s%s", run->host, hypervisor ? ", guest of " : "",
	    hypervisor ? hypervisor : "", t->lane,
	    t->nr_lines && t->lines[0].row->proxy ? " (a proxy: not the kernel's own code path)"
						  : "");
	add(list, "unit", "%s an operation, less an empty one's; %.0f%% "
	    "interval of the midmean", ib_unit_words(t->unit), 100 * IB_LEVEL);
}

static void add_clock(struct ib_fact_list *list, const struct ib_table *t)
{
	const struct ib_run_rec *run = t->runs[0];

	if (t->unit == IB_UNIT_INSNS) {
		add(list, "clock", "counts instructions, which say nothing about time");
		return;
	}
	add(list, "clock", "TSC %.1f MHz in steps of %s, %s; clocksource %s",
	    strtod(ib_field_or(run->record, "clock/tsc_hz", "0"), NULL) / 1e6,
	    ib_field_or(run->record, "clock/step", "?"),
	    ib_field_or(run->record, "clock/fence", "no fence"),
	    ib_field_or(run->record, "clocksource", "?"));
	if (t->unit == IB_UNIT_CYCLES && isfinite(t->ratio_lo))
		add(list, "cycle",
		    "one core cycle was %.4f to %.4f ticks, calibrated beside each block",
		    t->ratio_lo, t->ratio_hi);
}

static void add_suite(struct ib_fact_list *list, const struct ib_run_rec *run)
{
	add(list, "kernel", "%s", ib_field_or(run->record, "kernel/release", "?"));
	add(list, "suite", "%s %.12s%s, %s, memset %s",
	    ib_field_or(run->record, "suite/version", "?"),
	    ib_field_or(run->record, "suite/commit", "?"),
	    is_true(run, "suite/dirty") ? "-dirty" : "",
	    ib_field_or(run->record, "suite/compiler", "?"),
	    ib_field_or(run->record, "memset", "?"));
}

static void add_runs(struct ib_fact_list *list, const struct ib_table *t)
{
	for (size_t i = 0; i < t->nr_runs; i++) {
		const struct ib_run_rec *run = t->runs[i];

		add(list, "run", "%s, no. %s of its kind, %s layouts, seed %s%s, %s", run->id,
		    ib_field_or(run->record, "ordinal", "?"),
		    ib_field_or(run->record, "layouts", "?"), ib_field_or(run->record, "seed", "?"),
		    is_true(run, "quick") ? ", quick" : "",
		    run->status ? run->status : "no end record");
	}
}

static void add_counters(struct ib_fact_list *list, const struct ib_run_rec *run)
{
	char *words = ib_pmu_words(run);

	if (words)
		add(list, "pmu", "%s", words);
	free(words);
}

static void add_common_axes(struct ib_fact_list *list, const struct ib_table *t)
{
	struct ib_varies v = ib_table_varies(t), same;
	char *words;

	if (!t->nr_lines)
		return;
	same = (struct ib_varies){ !v.event, !v.temp, !v.fpu, !v.mask, !v.content,
				   !v.use && t->lines[0].kind != IB_KIND_KERNEL &&
				   !strcmp(t->lines[0].row->use, "rest") };
	words = ib_axes_words(t->lines[0].row, same);
	if (*words)
		add(list, "all rows", "%s", words);
	free(words);
}

static void add_boots(struct ib_fact_list *list, const struct ib_table *t)
{
	size_t processes = 1;

	if (t->unit == IB_UNIT_INSNS)
		return;
	for (size_t i = 0; i < t->nr_lines; i++)
		if (!t->lines[i].boots && t->lines[i].nr_groups > processes)
			processes = t->lines[i].nr_groups;
	if (t->nr_boots > 1)
		add(list, "boots", "%zu, groups of a random-effects mean: what differs between them is in "
		    "the intervals", t->nr_boots);
	else if (processes > 1)
		add(list, "boots", "one boot: what another boot or machine would add is not in the "
		    "intervals; %zu processes are groups of a random-effects mean", processes);
	else
		add(list, "boots", "one boot, one process: what another boot or machine would add is not "
		    "in the intervals");
}

static void add_ruler(struct ib_fact_list *list, const struct ib_table *t)
{
	if (t->unit == IB_UNIT_INSNS)
		return;
	add(list, "ruler", "nothing below %.2f cycles is told apart: %s%s", t->ruler,
	    t->by_selftest ? "the worst error that selftest found on this CPU"
			   : "what the suite aims at, as no selftest of this CPU was read",
	    t->ruler > IB_RULER_GOAL ? "; MORE than the suite aims at" : "");
}

static void add_again(struct ib_fact_list *list, const struct ib_table *table)
{
	struct ib_again_tally t = ib_again_tally(table);

	if (t.nr)
		add(list, "A/A", "%zu of %zu second copies of a variant were called different from it "
		    "(%.0f to %.0f%%); largest |difference| %.1f", t.nr_flagged, t.nr,
		    100 * t.lo, 100 * t.hi, t.most);
}

struct ib_fact_list ib_table_facts(const struct ib_table *table)
{
	struct ib_fact_list list = { 0 };

	add_cpu(&list, table->runs[0]);
	add_host(&list, table);
	add_clock(&list, table);
	add_suite(&list, table->runs[0]);
	add_runs(&list, table);
	add_boots(&list, table);
	add_ruler(&list, table);
	add_counters(&list, table->runs[0]);
	add_again(&list, table);
	add_common_axes(&list, table);
	return list;
}

void ib_facts_free(struct ib_fact_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		free(list->facts[i].text);
	free(list->facts);
}

struct ib_varies ib_table_varies(const struct ib_table *table)
{
	return ib_lines_vary(table->lines, table->nr_lines);
}

struct ib_varies ib_lines_vary(const struct ib_line *lines, size_t nr)
{
	struct ib_varies v = { 0 };

	for (size_t i = 1; i < nr; i++) {
		const struct ib_row_rec *a = lines[0].row, *b = lines[i].row;

		v.event |= strcmp(a->event, b->event) != 0;
		v.temp |= strcmp(a->temp, b->temp) != 0;
		v.fpu |= strcmp(a->fpu, b->fpu) != 0;
		v.mask |= strcmp(a->mask, b->mask) != 0;
		v.content |= strcmp(a->content, b->content) != 0;
		/* The name of an operation of the kernel says it. */
		v.use |= lines[i].kind != IB_KIND_KERNEL && strcmp(a->use, b->use) != 0;
	}
	return v;
}

char *ib_axes_words(const struct ib_row_rec *row, struct ib_varies which)
{
	const struct {
		bool wanted;
		const char *name;
		const char *value;
	} axes[] = {
		{ which.event, "event", row->event },
		{ which.temp, "temp", row->temp },
		{ which.fpu, "fpu", row->fpu },
		{ which.mask, "mask", row->mask },
		{ which.content, "content", row->content },
		{ which.use, "use", row->use },
	};
	char *words = ib_asprintf("%s", "");

	for (size_t i = 0; i < ARRAY_SIZE(axes); i++) {
		char *longer;

		if (!axes[i].wanted)
			continue;
		longer = ib_asprintf("%s%s%s %s", words, *words ? ", " : "", axes[i].name,
				     axes[i].value);
		free(words);
		words = longer;
	}
	return words;
}
