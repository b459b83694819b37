// SPDX-License-Identifier: GPL-2.0-only
/* Lane kvm: what the running kernel's own operations cost, and what each is. */
#include <math.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/operation.h"
#include "lib/base/grid.h"
#include "lib/schema/axes.h"

static bool is_shown(const struct ib_line *l)
{
	return l->kind == IB_KIND_KERNEL && isfinite(l->cost.mid);
}

/* The contents that have figures, in the order of the axis. */
static size_t list_contents(const struct ib_table *t, const char **contents, size_t most)
{
	size_t nr = 0;

	for (size_t c = 0; c < IB_NAMED_CONTENTS && nr < most; c++) {
		bool any = false;

		for (size_t i = 0; i < t->nr_lines; i++)
			any |= is_shown(&t->lines[i]) &&
			       !strcmp(t->lines[i].row->content, ib_contents[c].name);
		if (any)
			contents[nr++] = ib_contents[c].name;
	}
	return nr;
}

static void cell(struct ib_grid *g, const struct ib_table *t, const struct ib_row_rec *row,
		 const char *content)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = row->variant, .mask = row->mask, .content = content });

	if (!l || !is_shown(l))
		ib_grid_cell(g, " ");
	else if (l->oracle == IB_ORACLE_WRONG)
		ib_grid_cell(g, "WRONG");
	else if (l->cost.hi > l->cost.lo)
		ib_grid_cell(g, "%.0f [%.0f, %.0f]", l->cost.mid, l->cost.lo, l->cost.hi);
	else
		ib_grid_number(g, l->cost.mid, ib_cost_decimals(t, l->cost.mid));
}

static bool is_first(const struct ib_table *t, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (is_shown(&t->lines[j]) &&
		    !strcmp(t->lines[j].row->variant, t->lines[i].row->variant) &&
		    !strcmp(t->lines[j].row->mask, t->lines[i].row->mask))
			return false;
	return is_shown(&t->lines[i]);
}

/* Whether operations were measured with more than one mask. */
static bool has_masks(const struct ib_table *t)
{
	const char *mask = NULL;

	for (size_t i = 0; i < t->nr_lines; i++) {
		if (!is_shown(&t->lines[i]))
			continue;
		if (mask && strcmp(mask, t->lines[i].row->mask))
			return true;
		mask = t->lines[i].row->mask;
	}
	return false;
}

static bool is_told(const struct ib_table *t, size_t i)
{
	const struct ib_row_rec *row = t->lines[i].row;

	for (size_t j = 0; j < i; j++) {
		const struct ib_row_rec *other = t->lines[j].row;

		if (other->note && !strcmp(other->note, row->note) &&
		    !strcmp(other->variant, row->variant))
			return true;
	}
	return false;
}

static void print_notes(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *clears = ib_field(run->record, "kvm/clear_mask");
	const char *xcr0 = ib_field(run->record, "kvm/supported_xcr0");
	const char *xss = ib_field(run->record, "kvm/supported_xss");
	const char *contains = ib_field(run->record, "kvm/contains");

	fputc('\n', r->out);
	if (clears)
		ib_mark(r->out, "- this kernel contains `%s`; its KVM gives guests XCR0 %s, XSS "
			"%s: INIT clears mask %s there\n", contains ? contains : "?",
			xcr0 ? xcr0 : "?", xss ? xss : "?", clears);
	for (size_t i = 0; i < t->nr_lines; i++)
		if (is_shown(&t->lines[i]) && t->lines[i].row->note && !is_told(t, i))
			ib_mark(r->out, "- `%s`: %s\n", t->lines[i].row->variant,
				t->lines[i].row->note);
}

void ib_report_operations(const struct ib_report *r, const struct ib_table *table)
{
	const char *contents[8];
	size_t nr = list_contents(table, contents, 8);
	bool masks = has_masks(table);
	struct ib_grid *g;

	if (!nr)
		return;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "operation", "", true);
	for (size_t i = 0; i < nr; i++)
		ib_grid_column(g, contents[i], ib_unit_name(table->unit), false);
	ib_grid_column(g, "what it is", "", true);
	for (size_t i = 0; i < table->nr_lines; i++) {
		const struct ib_row_rec *row = table->lines[i].row;

		if (!is_first(table, i))
			continue;
		ib_grid_cell(g, "`%s`%s%s", row->variant, masks ? ", mask " : "",
			     masks ? row->mask : "");
		for (size_t j = 0; j < nr; j++)
			cell(g, table, row, contents[j]);
		ib_grid_cell(g, "%s", ib_operation_meaning(row->variant));
	}
	fputs("\nBy what the registers hold:\n\n", r->out);
	ib_grid_print(g, r->out);
	print_notes(r, table);
	if (!strcmp(table->lane, "kvm"))
		ib_report_storm(r, table);
}
