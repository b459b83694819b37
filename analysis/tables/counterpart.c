// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/believe.h"
#include "analysis/tables/counterpart.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/facts.h"
#include "lib/schema/row_order.h"

const struct ib_run_rec *ib_newest_run(const struct ib_table *table)
{
	return table->runs[table->nr_runs - 1];
}

bool ib_is_quick(const struct ib_table *table)
{
	const char *quick = ib_field(ib_newest_run(table)->record, "quick");

	return quick && !strcmp(quick, "true");
}

struct ib_line *ib_counterpart(const struct ib_table *table, const struct ib_line *line)
{
	for (size_t i = 0; i < table->nr_lines; i++)
		if (!ib_compare_groups(table->lines[i].row, line->row) &&
		    !strcmp(table->lines[i].row->variant, line->row->variant))
			return &table->lines[i];
	return NULL;
}

bool ib_is_good(const struct ib_line *line)
{
	return line->nr_layouts && isfinite(line->cost.mid) && !ib_lost_most(line) &&
	       line->oracle != IB_ORACLE_WRONG;
}

bool ib_same_field(const struct ib_table *a, const struct ib_table *b, const char *path)
{
	const char *x = ib_field(ib_newest_run(a)->record, path),
		   *y = ib_field(ib_newest_run(b)->record, path);

	return !strcmp(x ? x : "", y ? y : "");
}

bool ib_same_cpu_type(const struct ib_table *a, const struct ib_table *b)
{
	char *x = ib_cpu_dir(ib_newest_run(a)), *y = ib_cpu_dir(ib_newest_run(b));
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same && ib_same_field(a, b, "cpu/core_type");
}

bool ib_same_code(const struct ib_table *a, const struct ib_line *x, const struct ib_table *b,
		  const struct ib_line *y)
{
	if (x->row->code && y->row->code)
		return !strcmp(x->row->code, y->row->code);
	return !strcmp(ib_revision(ib_newest_run(a)), ib_revision(ib_newest_run(b))) &&
	       ib_same_field(a, b, "suite/compiler") && ib_same_field(a, b, "suite/blob_cflags");
}
