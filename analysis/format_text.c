// SPDX-License-Identifier: GPL-2.0-only
/* Text and Markdown: the same tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/facts.h"
#include "analysis/formats.h"
#include "analysis/grid.h"

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
	else
		ib_grid_cell(g, "[%.*f, %.*f]", decimals(t, e->lo), e->lo, decimals(t, e->hi),
			     e->hi);
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

static void line(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l)
{
	size_t n = l->nr_layouts;

	ib_grid_cell(g, "%s", l->row->variant);
	rank(g, l);
	number(g, t, l->cost.mid);
	interval(g, t, &l->cost);
	number(g, t, l->drained);
	number(g, t, l->sd);
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

static struct ib_grid *group_grid(const struct ib_table *t, const struct ib_group *group)
{
	const char *unit = ib_unit_name(t->unit);
	struct ib_grid *g = ib_grid_new();

	ib_grid_column(g, kind_word(group->lines[0].kind), "", true);
	ib_grid_column(g, "rank", "", false);
	ib_grid_column(g, "midmean", unit, false);
	ib_grid_column(g, "95% interval", unit, false);
	ib_grid_column(g, "drained", unit, false);
	ib_grid_column(g, "sd", unit, false);
	ib_grid_column(g, "min", unit, false);
	ib_grid_column(g, "max", unit, false);
	ib_grid_column(g, "n", "", false);
	ib_grid_column(g, "drop", "", false);
	ib_grid_column(g, "insns", "an op", false);
	for (size_t i = 0; i < group->nr; i++)
		line(g, t, &group->lines[i]);
	return g;
}

static void print_counters(const struct ib_group *group, FILE *out, bool markdown)
{
	const struct ib_row_rec *first = group->lines[0].row;
	struct ib_grid *g;

	if (!first->nr_counters)
		return;
	g = ib_grid_new();
	ib_grid_column(g, kind_word(group->lines[0].kind), "", true);
	for (size_t i = 0; i < first->nr_counters; i++)
		ib_grid_column(g, first->counters[i].event, "an op", false);
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_row_rec *r = group->lines[i].row;

		ib_grid_cell(g, "%s", r->variant);
		for (size_t j = 0; j < first->nr_counters; j++)
			ib_grid_number(g, j < r->nr_counters ?
				       r->counters[j].sum / r->counters[j].blocks : NAN, 1);
	}
	fputc('\n', out);
	ib_grid_print(g, out, markdown);
	if (first->counters[0].multiplexed)
		fprintf(out, "%smultiplexed in %zu of %zu blocks: counted in part, not scaled\n",
			markdown ? "\n- " : "  ", first->counters[0].multiplexed,
			first->counters[0].blocks);
}

/* Why rows have no count: each reason once. */
static void print_missing_insns(const struct ib_group *group, FILE *out, bool markdown)
{
	const char *said = NULL;

	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_row_rec *r = group->lines[i].row;

		if (r->insns >= 0 || !r->insns_why || r->skip ||
		    (said && !strcmp(said, r->insns_why)))
			continue;
		said = r->insns_why;
		fprintf(out, "%sno insns: %s\n", markdown ? "- " : "  ", said);
	}
}

static void print_notes(const struct ib_group *group, FILE *out, bool markdown)
{
	if (markdown)
		fputc('\n', out);
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_line *l = &group->lines[i];

		if (l->note)
			fprintf(out, "%s%s: %s\n", markdown ? "- " : "  ", l->row->variant,
				l->note);
		if (l->nr_blocks && l->nr_dropped == l->nr_blocks)
			fprintf(out, "%s%s: all blocks were dropped\n", markdown ? "- " : "  ",
				l->row->variant);
	}
	print_missing_insns(group, out, markdown);
}

void ib_print_group(const struct ib_table *table, const struct ib_group *group, FILE *out,
		    bool markdown)
{
	char *axes = ib_axes_words(group->lines[0].row, ib_table_varies(table));

	if (*axes)
		fprintf(out, markdown ? "\n**%s**\n\n" : "\n%s\n", axes);
	else
		fputc('\n', out);
	ib_grid_print(group_grid(table, group), out, markdown);
	print_notes(group, out, markdown);
	print_counters(group, out, markdown);
	free(axes);
}

/* Words under each other beside a name, in at most 100 columns. */
static void print_wrapped(const char *name, const char *text, FILE *out)
{
	size_t column = 8;

	fprintf(out, "%-8s", name);
	while (*text) {
		size_t word = strcspn(text, " ");

		if (column > 8 && column + 1 + word > 100) {
			fprintf(out, "\n%8s", "");
			column = 8;
		}
		fprintf(out, "%s%.*s", column > 8 ? " " : "  ", (int)word, text);
		column += (column > 8 ? 1 : 2) + word;
		text += word + (text[word] == ' ');
	}
	fputc('\n', out);
}

void ib_print_facts(const struct ib_table *table, FILE *out, bool markdown)
{
	struct ib_fact_list list = ib_table_facts(table);

	for (size_t i = 0; i < list.nr; i++) {
		if (markdown)
			fprintf(out, "- %s: %s\n", list.facts[i].name, list.facts[i].text);
		else
			print_wrapped(list.facts[i].name, list.facts[i].text, out);
	}
	ib_facts_free(&list);
}

static void print_legend(FILE *out)
{
	fputs("rank: 1 + the variants distinctly cheaper; of equal ranks no order is known (their\n"
	      "intervals overlap, or the difference is inside what layout does to either).\n"
	      "sd, min, max, n: of the layouts' means. drained: with the stores drained by mfence.\n"
	      "drop: blocks not used.\n", out);
}

static void print_warnings(char *const *warnings, size_t nr, FILE *out, bool markdown)
{
	for (size_t i = 0; i < nr; i++)
		fprintf(out, "%swarning: %s\n", markdown ? "- " : "", warnings[i]);
}

static void format(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		   FILE *out, bool markdown)
{
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];

		if (i)
			fputs("\n\n", out);
		if (markdown)
			fprintf(out, "### %s, lane %s\n\n", ib_cpu_name(t->runs[0]), t->lane);
		ib_print_facts(t, out, markdown);
		for (size_t j = 0; j < t->nr_groups; j++)
			ib_print_group(t, &t->groups[j], out, markdown);
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
