// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include <json-c/json.h>

#include "analysis/compare/output.h"
#include "lib/base/json.h"
#include "lib/schema/json_axes.h"

/* Digits that survive another machine's mathematical library. */
#define DIGITS	"%.7g"

/* What JSON has no number for becomes null. */
static void add_number(struct json_object *o, const char *key, double value)
{
	char text[32];

	snprintf(text, sizeof(text), DIGITS, value == 0 ? 0 : value);
	ib_json_add(o, key, isfinite(value) ? json_object_new_double_s(value, text) : NULL);
}

/* A field of the run record, as it stands there. */
static void copy(struct json_object *o, const char *key, struct json_object *from, const char *name)
{
	struct json_object *value = json_object_object_get(from, name);

	ib_json_add(o, key, json_object_get(value));
}

static struct json_object *side(const struct ib_results *results)
{
	const struct ib_run_rec *run = results->runs[0];
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "first_run", run->id);
	ib_json_add_count(o, "runs", results->nr_runs);
	copy(o, "ordinal", run->record, "ordinal");
	copy(o, "suite", run->record, "suite");
	copy(o, "compare", run->record, "compare");
	return o;
}

static struct json_object *axes(const struct ib_row_rec *row)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "lane", row->lane);
	ib_json_add_axes(o, row);
	ib_json_add_bool(o, "proxy", row->proxy);
	return o;
}

static void add_tests(struct json_object *o, const struct ib_cmp_row *row)
{
	const struct ib_judgement *j = &row->judgement;
	struct json_object *sign = json_object_new_object();

	add_number(o, "p", j->rank.p);
	add_number(o, "p_holm", row->p_holm);
	ib_json_add_count(o, "zeros", j->rank.nr_zero);
	ib_json_add_count(sign, "above", j->sign.nr_pos);
	ib_json_add_count(sign, "below", j->sign.nr_neg);
	add_number(sign, "p", j->sign.p);
	ib_json_add(o, "sign", sign);
	add_number(o, "detectable", j->detectable);
}

static struct json_object *row_object(const struct ib_cmp_row *row)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "name", row->name);
	ib_json_add(o, "axes", axes(row->base));
	ib_json_add_string(o, "patch_variant", row->patch->variant);
	ib_json_add_string(o, "verdict", ib_row_verdict(row));
	ib_json_add_string(o, "invalid", row->invalid);
	ib_json_add_bool(o, "exact", row->exact);
	ib_json_add_count(o, "n", row->pairs.n);
	add_number(o, "base", row->base_value);
	add_number(o, "patch", row->patch_value);
	add_number(o, "diff", row->invalid ? NAN : row->judgement.walsh.hl);
	add_number(o, "percent", ib_row_percent(row));
	add_number(o, "lo", row->invalid ? NAN : row->judgement.walsh.lo);
	add_number(o, "hi", row->invalid ? NAN : row->judgement.walsh.hi);
	if (!row->invalid && !row->exact)
		add_tests(o, row);
	ib_json_add(o, "insns", row->insns_known ? json_object_new_int64(row->insns) : NULL);
	ib_json_add_string(o, "two_modes", row->two_modes);
	ib_json_add_count(o, "measurements", row->nr_blocks);
	ib_json_add_count(o, "dropped", row->nr_dropped);
	ib_json_add_count(o, "repeated", row->nr_repeated);
	ib_json_add_count(o, "incomplete", row->pairs.incomplete);
	return o;
}

static struct json_object *differences(const struct ib_cmp_row *row)
{
	struct json_object *a = json_object_new_array();
	char text[32];

	for (size_t i = 0; i < row->pairs.n; i++) {
		snprintf(text, sizeof(text), DIGITS, row->pairs.diff[i]);
		json_object_array_add(a, json_object_new_double_s(row->pairs.diff[i], text));
	}
	return a;
}

static struct json_object *aa_object(const struct ib_aa *aa)
{
	struct json_object *o;

	if (!aa)
		return NULL;
	o = json_object_new_object();
	ib_json_add_count(o, "flagged", aa->nr_flagged);
	ib_json_add_count(o, "rows", aa->nr_rows);
	ib_json_add_count(o, "n", aa->nr_units);
	add_number(o, "max_diff", aa->max_diff);
	ib_json_add_bool(o, "invalid", aa->beyond);
	ib_json_add_count(o, "flagged_so_far", aa->total_flagged);
	ib_json_add_count(o, "rows_so_far", aa->total_rows);
	return o;
}

static void add_design(struct json_object *o, const struct ib_comparison *c)
{
	struct json_object *design = json_object_new_object();

	ib_json_add_count(design, "blocks", c->nr_blocks);
	ib_json_add_count(design, "launches", c->in_blocks ? 2 * c->arms : 0);
	ib_json_add_bool(design, "by_coin", c->by_coin);
	ib_json_add_count(design, "layouts", c->nr_layouts);
	ib_json_add_string(design, "units", ib_units_name(c->units));
	ib_json_add_count(design, "n", c->nr_units);
	ib_json_add(o, "design", design);
}

void ib_compare_json(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out)
{
	struct json_object *o = json_object_new_object(), *rows = json_object_new_array();
	struct json_object *notes = json_object_new_array();

	ib_json_add_string(o, "type", "compare");
	ib_json_add_count(o, "schema", IB_SCHEMA);
	ib_json_add(o, "base", side(c->base));
	ib_json_add(o, "patch", side(c->patch));
	copy(o, "cpu", c->base->runs[0]->record, "cpu");
	ib_json_add_string(o, "host", c->base->runs[0]->host);
	ib_json_add_string(o, "unit", ib_unit_name(c->unit));
	add_number(o, "delta", c->delta > 0 ? c->delta : NAN);
	ib_json_add_bool(o, "delta_in_percent", c->in_percent);
	add_number(o, "ruler", c->ruler > 0 ? c->ruler : NAN);
	ib_json_add_bool(o, "ruler_by_selftest", c->by_selftest);
	add_number(o, "alpha", c->alpha);
	add_design(o, c);
	for (size_t i = 0; i < c->nr_rows; i++) {
		struct json_object *row = row_object(&c->rows[i]);

		ib_json_add(row, "differences", differences(&c->rows[i]));
		json_object_array_add(rows, row);
	}
	ib_json_add(o, "rows", rows);
	ib_json_add(o, "aa", aa_object(aa));
	for (size_t i = 0; i < c->nr_notes; i++)
		json_object_array_add(notes, json_object_new_string(c->notes[i]));
	ib_json_add(o, "notes", notes);
	ib_json_add_string(o, "unbuilt", c->unbuilt);
	ib_json_add_string(o, "invalid", c->invalid);
	ib_json_add_count(o, "status", status);
	ib_json_print(o, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE, out);
	json_object_put(o);
}
