// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include <json-c/json.h>

#include "analysis/print/contrasts.h"
#include "analysis/print/formats.h"
#include "analysis/tables/again.h"
#include "analysis/tables/contrast.h"
#include "lib/base/json.h"
#include "lib/schema/json_axes.h"

static struct json_object *number(double x)
{
	return isnan(x) ? NULL : json_object_new_double(x);
}

static void add_number(struct json_object *o, const char *key, double x)
{
	ib_json_add(o, key, number(x));
}

static void add_counters(struct json_object *o, const struct ib_row_rec *r)
{
	struct json_object *pmu;

	if (!r->nr_counters)
		return;
	pmu = json_object_new_object();
	for (size_t i = 0; i < r->nr_counters; i++)
		add_number(pmu, r->counters[i].event, r->counters[i].sum / r->counters[i].blocks);
	ib_json_add(o, "pmu", pmu);
}

static void add_figures(struct json_object *o, const struct ib_line *l)
{
	struct json_object *layouts = json_object_new_array_ext(l->nr_layouts);

	add_number(o, "midmean", l->cost.mid);
	add_number(o, "lo", l->cost.lo);
	add_number(o, "hi", l->cost.hi);
	add_number(o, "drained", l->drained);
	add_number(o, "layout_spread", l->spread);
	add_number(o, "clock_units", l->ticks.mid);
	add_number(o, "chains_disagree", l->disagree);
	for (size_t i = 0; i < l->nr_layouts; i++)
		json_object_array_add(layouts, number(l->layout[i]));
	ib_json_add(o, "layouts", layouts);
	ib_json_add_count(o, "blocks", l->nr_blocks);
	ib_json_add_count(o, "dropped", l->nr_dropped);
}

static struct json_object *line(const struct ib_line *l)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_axes(o, l->row);
	add_figures(o, l);
	if (l->row->insns >= 0)
		ib_json_add_count(o, "insns", l->row->insns);
	else
		ib_json_add_string(o, "insns_why", l->row->insns_why);
	add_counters(o, l->row);
	ib_json_add_string(o, "oracle", ib_oracle_name(l->oracle));
	ib_json_add_string(o, "note", l->note);
	if (ib_unmeasured(l))
		ib_json_add_string(o, "not_measured", ib_unmeasured(l));
	ib_json_add(o, "rank", l->rank ? json_object_new_int(l->rank) : NULL);
	return o;
}

static struct json_object *pair(const struct ib_line *a, const struct ib_line *b)
{
	struct json_object *o = json_object_new_object();
	struct ib_contrast c = ib_contrast(a, b);
	const struct ib_walsh *w = &c.judgement.walsh;

	ib_json_add_axes(o, a->row);
	ib_json_add_string(o, "against", b->row->variant);
	add_number(o, "diff", w->hl);
	add_number(o, "lo", isfinite(w->lo) ? w->lo : NAN);
	add_number(o, "hi", isfinite(w->hi) ? w->hi : NAN);
	add_number(o, "alpha", a->alpha);
	ib_json_add_string(o, "against_is", ib_contrast_word(c.judgement.verdict));
	ib_json_add_count(o, "n", c.judgement.n);
	ib_json_add_count(o, "shown", c.nr_shown);
	return o;
}

/* Each pair of ranked variants once, and a variant with its second copy. */
static struct json_object *pairs(const struct ib_table *t)
{
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *a = &t->lines[i], *copy = ib_again_of(t, a);

		for (size_t j = i + 1; j < t->nr_lines && !ib_compare_place(a, &t->lines[j]); j++)
			if (a->rank && t->lines[j].rank)
				json_object_array_add(all, pair(a, &t->lines[j]));
		if (copy)
			json_object_array_add(all, pair(a, copy));
	}
	return all;
}

static struct json_object *table(const struct ib_table *t)
{
	struct json_object *o = json_object_new_object(), *runs = json_object_new_array();
	struct json_object *rows = json_object_new_array();

	for (size_t i = 0; i < t->nr_runs; i++)
		json_object_array_add(runs, json_object_get(t->runs[i]->record));
	for (size_t i = 0; i < t->nr_lines; i++)
		json_object_array_add(rows, line(&t->lines[i]));
	ib_json_add_string(o, "lane", t->lane);
	ib_json_add_string(o, "host", t->runs[0]->host);
	ib_json_add_string(o, "unit", ib_unit_name(t->unit));
	add_number(o, "level", IB_LEVEL);
	ib_json_add(o, "runs", runs);
	ib_json_add(o, "rows", rows);
	ib_json_add(o, "pairs", pairs(t));
	return o;
}

static void add_warnings(struct json_object *array, char *const *warnings, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		json_object_array_add(array, ib_json_string(warnings[i]));
}

void ib_format_json(const struct ib_study *study, char *const *warnings, size_t nr_warnings,
		    FILE *out)
{
	struct json_object *o = json_object_new_object(), *tables = json_object_new_array();
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < study->nr_tables; i++)
		json_object_array_add(tables, table(study->tables[i]));
	add_warnings(all, warnings, nr_warnings);
	add_warnings(all, study->warnings, study->nr_warnings);
	ib_json_add(o, "tables", tables);
	ib_json_add(o, "warnings", all);
	ib_json_print(o, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE, out);
	json_object_put(o);
}
