// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/choose.h"
#include "analysis/facts.h"

static const struct ib_run_rec *newest(const struct ib_table *t)
{
	return t->runs[t->nr_runs - 1];
}

static bool is_quick(const struct ib_table *t)
{
	const char *quick = ib_field(newest(t)->record, "quick");

	return quick && !strcmp(quick, "true");
}

static bool same_place(const struct ib_table *a, const struct ib_table *b)
{
	char *x, *y;
	bool same;

	if (strcmp(a->lane, b->lane))
		return false;
	x = ib_cpu_dir(newest(a));
	y = ib_cpu_dir(newest(b));
	same = !strcmp(x, y);
	free(x);
	free(y);
	return same;
}

/* One that could not measure anything shows nothing. */
static bool has_figures(const struct ib_table *t)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts)
			return true;
	return false;
}

/* What the kernel would clear there: of KVM's own INITs one that clears something. */
static bool clears(const struct ib_table *t)
{
	const char *mask = ib_field(newest(t)->record, "kvm/clear_mask");

	return mask && strtoull(mask, NULL, 16);
}

static bool is_better(const struct ib_table *a, const struct ib_table *b)
{
	if (has_figures(a) != has_figures(b))
		return has_figures(a);
	if (is_quick(a) != is_quick(b))
		return is_quick(b);
	if (clears(a) != clears(b))
		return clears(a);
	return strcmp(newest(a)->utc, newest(b)->utc) > 0;
}

bool ib_is_superseded(const struct ib_study *study, const struct ib_table *table)
{
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *other = study->tables[i];

		if (other != table && same_place(other, table) && is_better(other, table))
			return true;
	}
	return false;
}
