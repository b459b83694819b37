// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/counterpart.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/supersede.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"

static char *place_of(const struct ib_table *t)
{
	char *cpu = ib_cpu_dir(ib_newest_run(t)), *place = ib_asprintf("%s\n%s", t->lane, cpu);

	free(cpu);
	return place;
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
	const char *mask = ib_field(ib_newest_run(t)->record, "kvm/clear_mask");

	return mask && strtoull(mask, NULL, 16);
}

static bool is_better(const struct ib_table *a, const struct ib_table *b)
{
	int order;

	if (has_figures(a) != has_figures(b))
		return has_figures(a);
	if (ib_is_quick(a) != ib_is_quick(b))
		return ib_is_quick(b);
	if (clears(a) != clears(b))
		return clears(a);
	order = strcmp(ib_newest_run(a)->utc, ib_newest_run(b)->utc);
	return (order ? order : strcmp(ib_newest_run(a)->id, ib_newest_run(b)->id)) > 0;
}

void ib_supersede(struct ib_study *study)
{
	struct ib_string_map *best = ib_string_map_new();
	char **place = ib_calloc(study->nr_tables, sizeof(*place));

	for (size_t i = 0; i < study->nr_tables; i++) {
		long at;

		place[i] = place_of(study->tables[i]);
		at = ib_string_map_find(best, place[i]);
		if (at < 0 || is_better(study->tables[i], study->tables[at]))
			ib_string_map_set(best, place[i], i);
	}
	for (size_t i = 0; i < study->nr_tables; i++) {
		struct ib_table *t = study->tables[i];

		t->superseded = is_better(study->tables[ib_string_map_find(best, place[i])], t);
		free(place[i]);
	}
	free(place);
	ib_string_map_free(best);
}
