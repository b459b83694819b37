// SPDX-License-Identifier: GPL-2.0-only
/* Text and Markdown: the same tables. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/print/contrasts.h"
#include "analysis/print/formats.h"
#include "analysis/tables/believe.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/skipped.h"
#include "lib/base/encode.h"
#include "lib/base/grid.h"
#include "lib/base/wrap.h"

#define TEXT_WIDTH	100

/* Whole counts are printed as such; tenths of five digits would be noise. */
static int decimals(const struct ib_table *t, double x)
{
	return fabs(x) >= 9999.95 || (t->unit == IB_UNIT_INSNS && x == floor(x)) ? 0 : 1;
}

static void number(struct ib_grid *g, const struct ib_table *t, double x)
{
	ib_grid_number(g, x, decimals(t, x));
}

static void interval(struct ib_grid *g, const struct ib_table *t, const struct ib_estimate *e)
{
	if (isnan(e->lo))
		ib_grid_cell(g, "-");
	else if (t->unit == IB_UNIT_INSNS && e->lo == e->hi)
		ib_grid_cell(g, "exact");
	else
		ib_grid_cell(g, "[%.*f, %.*f]", decimals(t, e->lo), e->lo, decimals(t, e->hi),
			     e->hi);
}

static bool has_contents(const struct ib_line *l)
{
	return l->kind == IB_KIND_PART || l->kind == IB_KIND_KERNEL;
}

static void rank(struct ib_grid *g, const struct ib_line *l)
{
	static const char *const instead[] = {
		[IB_ORACLE_UNCHECKED] = "-", [IB_ORACLE_OK] = "-", [IB_ORACLE_PARTIAL] = "part",
		[IB_ORACLE_KNOWN_BUG] = "bug", [IB_ORACLE_WRONG] = "WRONG",
	};

	if (l->rank)
		ib_grid_cell(g, "%u", l->rank);
	else
		ib_grid_cell(g, "%s", instead[l->oracle]);
}

/* Ranks are for variants; others have a content each instead. */
static void line(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l)
{
	size_t n = l->nr_layouts;

	ib_grid_cell(g, "%s", l->row->variant);
	if (has_contents(l))
		ib_grid_cell(g, "%s", l->row->content);
	else
		rank(g, l);
	number(g, t, l->cost.mid);
	interval(g, t, &l->cost);
	number(g, t, l->drained);
	number(g, t, l->spread);
	number(g, t, n ? l->layout[0] : NAN);
	number(g, t, n ? l->layout[n - 1] : NAN);
	ib_grid_cell(g, "%zu", n);
	ib_grid_cell(g, "%zu", l->nr_dropped);
	ib_grid_number(g, l->row->insns < 0 ? NAN : l->row->insns, 0);
}

static const char *kind_word(enum ib_kind kind)
{
	static const char *const words[] = {
		[IB_KIND_VARIANT] = "variant", [IB_KIND_PART] = "part",
		[IB_KIND_RULER] = "ruler", [IB_KIND_KERNEL] = "operation",
	};

	return words[kind];
}

static struct ib_grid *group_grid(const struct ib_table *t, const struct ib_group *group,
				  enum ib_sink sink)
{
	const char *unit = ib_unit_name(t->unit);
	struct ib_grid *g = ib_grid_new(sink);

	ib_grid_column(g, kind_word(group->lines[0].kind), "", true);
	if (has_contents(&group->lines[0]))
		ib_grid_column(g, "content", "", true);
	else
		ib_grid_column(g, "rank", "", false);
	ib_grid_column(g, "midmean", unit, false);
	ib_grid_column(g, "95% interval", unit, false);
	ib_grid_column(g, "drained", unit, false);
	ib_grid_column(g, "spread", unit, false);
	ib_grid_column(g, "min", unit, false);
	ib_grid_column(g, "max", unit, false);
	ib_grid_column(g, "n", "", false);
	ib_grid_column(g, "drop", "", false);
	ib_grid_column(g, "insns", "an op", false);
	for (size_t i = 0; i < group->nr; i++)
		if (!ib_unmeasured(&group->lines[i]))
			line(g, t, &group->lines[i]);
	return g;
}

/* NULL if none is. */
static const struct ib_line *first_measured(const struct ib_group *group)
{
	for (size_t i = 0; i < group->nr; i++)
		if (!ib_unmeasured(&group->lines[i]))
			return &group->lines[i];
	return NULL;
}

static void print_counters(const struct ib_group *group, FILE *out, bool markdown)
{
	const struct ib_row_rec *first = first_measured(group)->row;
	bool contents = has_contents(&group->lines[0]);
	struct ib_grid *g;

	if (!first->nr_counters)
		return;
	g = ib_grid_new(ib_sink_of(markdown));
	ib_grid_column(g, kind_word(group->lines[0].kind), "", true);
	for (size_t i = 0; i < first->nr_counters; i++)
		ib_grid_column(g, first->counters[i].event, "an op", false);
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_row_rec *r = group->lines[i].row;

		if (ib_unmeasured(&group->lines[i]))
			continue;
		ib_grid_cell(g, "%s%s%s", r->variant, contents ? " " : "",
			     contents ? r->content : "");
		for (size_t j = 0; j < first->nr_counters; j++)
			ib_grid_number(g, j < r->nr_counters ?
				       r->counters[j].sum / r->counters[j].blocks : NAN, 1);
	}
	fputc('\n', out);
	ib_grid_print(g, out);
	if (first->counters[0].multiplexed)
		fprintf(out, "%smultiplexed in %zu of %zu blocks: others had the counters in turn,"
			" so that these counts are too small; they are not scaled\n",
			markdown ? "\n- " : "  ", first->counters[0].multiplexed,
			first->counters[0].blocks);
}

/* Why rows have no count: each reason once. */
static void print_missing_insns(const struct ib_group *group, FILE *out, bool markdown)
{
	const char *said = NULL;

	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_row_rec *r = group->lines[i].row;

		if (r->insns >= 0 || !r->insns_why || ib_unmeasured(&group->lines[i]) ||
		    (said && !strcmp(said, r->insns_why)))
			continue;
		said = r->insns_why;
		ib_print(out, ib_sink_of(markdown), "%pmno insns: %s\n", markdown ? "- " : "  ",
			 said);
	}
}

/* Of an operation with several contents once. */
static bool is_told(const struct ib_group *group, size_t i)
{
	const struct ib_line *l = &group->lines[i];

	for (size_t j = 0; j < i; j++) {
		const struct ib_line *other = &group->lines[j];

		if (other->note && !strcmp(other->note, l->note) && !ib_unmeasured(other) &&
		    !strcmp(other->row->variant, l->row->variant))
			return true;
	}
	return false;
}

/* Rows of earlier runs: each run once, with its rows. */
static void print_adopted(const struct ib_group *group, FILE *out, bool markdown)
{
	const struct ib_run_rec *said = NULL;

	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_run_rec *from = group->lines[i].from;

		if (!from || from == said)
			continue;
		said = from;
		fprintf(out, "%sfrom the earlier run %s:", markdown ? "- " : "  ", from->id);
		for (size_t j = 0; j < group->nr; j++)
			if (group->lines[j].from == from)
				fprintf(out, " %s", group->lines[j].row->variant);
		fputc('\n', out);
	}
}

static void print_notes(const struct ib_group *group, FILE *out, bool markdown)
{
	if (markdown)
		fputc('\n', out);
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_line *l = &group->lines[i];

		if (ib_unmeasured(l))
			continue;
		if (l->note && !is_told(group, i))
			ib_print(out, ib_sink_of(markdown), "%pm%s: %s\n", markdown ? "- " : "  ",
				 l->row->variant, l->note);
		if (l->nr_blocks && l->nr_dropped == l->nr_blocks)
			ib_print(out, ib_sink_of(markdown), "%pm%s: all blocks were dropped\n",
				 markdown ? "- " : "  ", l->row->variant);
		else if (ib_lost_most(l))
			ib_print(out, ib_sink_of(markdown), "%pm%s: not to be believed, as more than "
				 "half of its blocks were dropped\n", markdown ? "- " : "  ",
				 l->row->variant);
	}
	print_adopted(group, out, markdown);
	print_missing_insns(group, out, markdown);
}

void ib_print_group(const struct ib_table *table, const struct ib_group *group, FILE *out,
		    bool markdown)
{
	struct ib_varies which = ib_table_varies(table);
	struct ib_varies inside = ib_lines_vary(group->lines, group->nr);
	char *axes;

	if (!first_measured(group) || group->lines[0].kind == IB_KIND_AA)
		return;
	which.event &= !inside.event;
	which.fpu &= !inside.fpu;
	which.mask &= !inside.mask;
	which.use &= !inside.use;
	which.content &= !inside.content && !has_contents(&group->lines[0]);
	axes = ib_axes_words(group->lines[0].row, which);
	if (*axes)
		ib_print(out, ib_sink_of(markdown), markdown ? "\n**%s**\n\n" : "\n%s\n", axes);
	else
		fputc('\n', out);
	ib_grid_print(group_grid(table, group, ib_sink_of(markdown)), out);
	print_notes(group, out, markdown);
	ib_print_contrasts(table, group, out, markdown);
	print_counters(group, out, markdown);
	free(axes);
}

void ib_print_facts(const struct ib_table *table, FILE *out, bool markdown)
{
	struct ib_fact_list list = ib_table_facts(table);

	for (size_t i = 0; i < list.nr; i++) {
		if (markdown) {
			ib_mark(out, "- %s: %s\n", list.facts[i].name, list.facts[i].text);
		} else {
			char *text = ib_encode(IB_SINK_TEXT, list.facts[i].text);

			ib_text(out, "%-8s  ", list.facts[i].name);
			ib_wrap(text, 10, 10, TEXT_WIDTH, "", out);
			free(text);
		}
	}
	ib_facts_free(&list);
}

static void print_legend(FILE *out)
{
	fputs("rank: 1 + the variants whose mean over layouts is less, judged as `compare` judges: by\n"
	      "the signed ranks of the differences layout by layout, jointly over the pairs of the\n"
	      "table, nothing below the ruler's own error. Of equal ranks no order is known.\n"
	      "this sign in: layouts whose own difference has the sign shown; of builds: the share of\n"
	      "builds that would show it. It says what one build shows, not whether the means differ.\n"
	      "spread, min, max, n: of the layouts' means; spread is their median absolute deviation,\n"
	      "scaled to be the standard deviation of normal data. drained: with the stores drained by\n"
	      "mfence. drop: blocks not used.\n", out);
}

static void print_warnings(char *const *warnings, size_t nr, FILE *out, bool markdown)
{
	for (size_t i = 0; i < nr; i++)
		ib_print(out, ib_sink_of(markdown), "%pmwarning: %s\n", markdown ? "- " : "",
			 warnings[i]);
}

static void format(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		   FILE *out, bool markdown)
{
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];

		if (i)
			fputs("\n\n", out);
		if (markdown)
			ib_mark(out, "### %s, lane %s\n\n", ib_cpu_name(t->runs[0]), t->lane);
		ib_print_facts(t, out, markdown);
		for (size_t j = 0; j < t->nr_groups; j++)
			ib_print_group(t, &t->groups[j], out, markdown);
		ib_print_skipped(t, markdown, markdown ? SIZE_MAX : TEXT_WIDTH, out);
	}
	fputc('\n', out);
	print_legend(out);
	if (nr_warnings || study->nr_warnings)
		fputc('\n', out);
	print_warnings(warnings, nr_warnings, out, markdown);
	print_warnings(study->warnings, study->nr_warnings, out, markdown);
}

void ib_format_text(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		    FILE *out)
{
	format(study, warnings, nr_warnings, out, false);
}

void ib_format_md(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		  FILE *out)
{
	format(study, warnings, nr_warnings, out, true);
}
