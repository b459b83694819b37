// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/cpu_columns.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

static void add_column(struct ib_cpu_columns *b, const struct ib_report *r,
		       const struct ib_table *t)
{
	if (b->nr == IB_CPU_COLUMNS) {
		b->more++;
		return;
	}
	b->table[b->nr] = t;
	b->head[b->nr] = ib_asprintf("%s%s%s%s", ib_report_cpu(r, t),
				     strcmp(t->lane, "user") ? ", lane " : "",
				     strcmp(t->lane, "user") ? t->lane : "",
				     t->older ? ", older" : "");
	ib_grid_column(b->grid, b->head[b->nr], ib_unit_name(t->unit), false);
	b->nr++;
}

struct ib_cpu_columns ib_cpu_columns(const struct ib_report *r, const char *head)
{
	static const char *const lanes[] = { "user", "kmod" };
	struct ib_cpu_columns b = { .grid = ib_grid_new(IB_SINK_MD) };

	ib_grid_column(b.grid, head, "", true);
	for (size_t l = 0; l < ARRAY_SIZE(lanes); l++) {
		const struct ib_table *t;
		size_t i = 0;

		while ((t = ib_report_next(r, &i, lanes[l])))
			if (!strcmp(t->runs[0]->host, "native") && ib_report_columns(r, t))
				add_column(&b, r, t);
	}
	return b;
}

static const struct ib_line *line_of(const struct ib_table *t, struct ib_where where)
{
	const struct ib_line *l = ib_find_line(t, where);

	return l && isfinite(l->cost.mid) && l->oracle != IB_ORACLE_WRONG ? l : NULL;
}

bool ib_cpu_columns_row(struct ib_cpu_columns *b, struct ib_where where, const char *name)
{
	size_t found = 0;

	for (size_t i = 0; i < b->nr; i++)
		found += !!line_of(b->table[i], where);
	if (!found)
		return false;
	ib_grid_cell(b->grid, "%pm", name);
	for (size_t i = 0; i < b->nr; i++)
		ib_report_cost(b->grid, b->table[i], line_of(b->table[i], where));
	return true;
}

bool ib_cpu_columns_each(struct ib_cpu_columns *b, const struct ib_report *r, const char *name,
			 char *(*cell)(const struct ib_report *r, const struct ib_table *t))
{
	char *text[IB_CPU_COLUMNS];
	size_t found = 0;

	for (size_t i = 0; i < b->nr; i++) {
		text[i] = cell(r, b->table[i]);
		found += !!text[i];
	}
	if (found)
		ib_grid_cell(b->grid, "%pm", name);
	for (size_t i = 0; i < b->nr; i++) {
		if (found)
			ib_grid_cell(b->grid, "%s", text[i] ? text[i] : "-");
		free(text[i]);
	}
	return found;
}

static void free_heads(struct ib_cpu_columns *b)
{
	for (size_t i = 0; i < b->nr; i++)
		free(b->head[i]);
}

void ib_cpu_columns_drop(struct ib_cpu_columns *b)
{
	ib_grid_free(b->grid);
	free_heads(b);
}

void ib_cpu_columns_print(struct ib_cpu_columns *b, const struct ib_report *r)
{
	ib_grid_print(b->grid, r->out);
	fputc('\n', r->out);
	free_heads(b);
	for (size_t i = 0; i < b->nr; i++)
		if (b->table[i]->older)
			ib_print(r->out, IB_SINK_MD, "%s, lane %s, is older: %s.\n\n",
				 ib_report_cpu(r, b->table[i]), b->table[i]->lane,
				 b->table[i]->older);
	if (b->more)
		ib_mark(r->out, "%zu more columns are on their CPUs' pages.\n\n", b->more);
}
