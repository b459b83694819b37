// SPDX-License-Identifier: GPL-2.0-only
/* What the sections share. */
#include <string.h>

#include "analysis/choose.h"
#include "analysis/report.h"

const struct ib_table *ib_report_next(const struct ib_report *r, size_t *i, const char *lane)
{
	while (*i < r->study->nr_tables) {
		const struct ib_table *t = r->study->tables[(*i)++];

		if ((!lane || !strcmp(t->lane, lane)) && !ib_is_superseded(r->study, t))
			return t;
	}
	return NULL;
}

void ib_report_files(const struct ib_report *r, const struct ib_table *table)
{
	for (size_t i = 0; i < table->nr_runs; i++) {
		const char *file = table->runs[i]->file;

		if (i && !strcmp(file, table->runs[i - 1]->file))
			continue;
		fprintf(r->out, "%s[`%s`](%s)", i ? ", " : "", file, file);
	}
}
