// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/tables/believe.h"
#include "lib/base/err.h"

bool ib_lost_most(const struct ib_line *line)
{
	return 2 * (line->nr_dropped - line->nr_repeated) > line->nr_blocks - line->nr_repeated;
}

char *ib_unbelievable(const struct ib_table *table)
{
	size_t blocks = 0, lost = 0;

	for (size_t i = 0; i < table->nr_lines; i++) {
		blocks += table->lines[i].nr_blocks - table->lines[i].nr_repeated;
		lost += table->lines[i].nr_dropped - table->lines[i].nr_repeated;
	}
	if (!lost || 2 * lost <= blocks)
		return NULL;
	if (lost == blocks)
		return ib_asprintf("all %zu blocks were dropped", blocks);
	return ib_asprintf("%zu of %zu blocks were dropped, more than half", lost, blocks);
}
