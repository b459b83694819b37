// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/schema/of_run.h"
#include "lib/schema/record.h"

static void add_string(struct json_object *to, const char *key, const char *value)
{
	ib_json_add_string(to, key, value && *value ? value : NULL);
}

static struct json_object *oracle(const struct ib_row *row)
{
	struct json_object *o = json_object_new_object();

	add_string(o, "verdict", ib_oracle_name(row->facts.verdict));
	ib_json_add_hex(o, "cleared", row->facts.cleared);
	ib_json_add_hex(o, "mask", ib_masks[row->mask].components);
	add_string(o, "note", row->facts.note);
	return o;
}

/*
 * A reader that does not know places must not take a row of another place for
 * the same row: it has another mask.
 */
static void add_mask(struct json_object *o, const struct ib_row *row)
{
	const char *mask = ib_masks[row->mask].name, *place = ib_places[row->place].name;
	char *both;

	if (row->place == IB_PLACE_PAGE) {
		add_string(o, "mask", mask);
		return;
	}
	both = ib_asprintf("%s@%s", mask, place);
	add_string(o, "mask", both);
	add_string(o, "place", place);
	free(both);
}

static void add_code(struct json_object *o, uint32_t code)
{
	char text[16];

	snprintf(text, sizeof(text), "%08x", code);
	add_string(o, "code", code ? text : NULL);
}

struct json_object *ib_row_record(const struct ib_row *row, const char *lane, bool proxy)
{
	struct json_object *o = json_object_new_object();
	const struct ib_row_facts *facts = &row->facts;

	add_string(o, "type", "row");
	ib_json_add_count(o, "row", row->id);
	add_string(o, "lane", lane);
	add_string(o, "variant", row->variant);
	add_string(o, "event", ib_events[row->event].name);
	add_string(o, "fpu", ib_fpus[row->fpu].name);
	add_mask(o, row);
	add_string(o, "content", ib_contents[row->content].name);
	add_string(o, "use", ib_uses[row->use].name);
	add_string(o, "temp", ib_temps[row->temp].name);
	ib_json_add_bool(o, "proxy", proxy || facts->proxy);
	ib_json_add_hex(o, "synthetic", facts->synthetic);
	ib_json_add(o, "mask_bytes",
		    facts->mask_bytes ? json_object_new_int(facts->mask_bytes) : NULL);
	if (facts->is_save)
		ib_json_add_hex(o, "kept", facts->kept);
	ib_json_add(o, "insns", facts->insns_how ? json_object_new_int64(facts->insns) : NULL);
	add_string(o, "insns_how", facts->insns_how);
	add_string(o, "insns_why", facts->insns_how ? NULL : "this lane does not count them");
	add_code(o, facts->code);
	if (*facts->rep)
		add_string(o, "rep", facts->rep);
	ib_json_add(o, "bytes", facts->bytes ? json_object_new_int64(facts->bytes) : NULL);
	ib_json_add(o, "oracle", oracle(row));
	add_string(o, "skip", facts->skip);
	return o;
}

static struct json_object *array(const uint64_t *values, size_t n)
{
	struct json_object *a = json_object_new_array_ext(n);

	for (size_t i = 0; i < n; i++)
		json_object_array_add(a, json_object_new_int64(values[i]));
	return a;
}

static struct json_object *calibration(const struct ib_calibration *c)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_ratio(o, "add", c->add);
	ib_json_add_ratio(o, "imul", c->imul);
	ib_json_add_ratio(o, "wide", c->wide);
	return o;
}

static struct json_object *contamination(const struct ib_contamination *c)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_count(o, "voluntary", c->voluntary);
	ib_json_add_count(o, "involuntary", c->involuntary);
	ib_json_add_count(o, "migrations", c->migrations);
	ib_json_add_count(o, "page_faults", c->page_faults);
	if (c->throttled)
		ib_json_add_count(o, "throttled", c->throttled);
	return o;
}

static struct json_object *counts(const struct ib_counts *c)
{
	struct json_object *o = json_object_new_object();
	struct json_object *events = json_object_new_object();

	for (unsigned int i = 0; i < c->nr; i++)
		ib_json_add(events, c->names[i], array((uint64_t[]){ c->row[i], c->empty[i] }, 2));
	ib_json_add_count(o, "n", c->n);
	ib_json_add_bool(o, "multiplexed", c->multiplexed);
	ib_json_add(o, "events", events);
	return o;
}

/* Two decimals: a proof's thresholds are tens of units. */
static struct json_object *units(double x)
{
	char text[32];

	if (!isfinite(x))
		return NULL;
	snprintf(text, sizeof(text), "%.2f", x);
	return json_object_new_double_s(x, text);
}

static struct json_object *proofs(const struct ib_block *b)
{
	struct json_object *all = json_object_new_object();

	for (size_t i = 0; i < b->nr_proofs; i++) {
		struct json_object *o = json_object_new_object();

		ib_json_add(o, "warm", units(b->proof[i].warm));
		ib_json_add(o, "cold", units(b->proof[i].cold));
		ib_json_add(o, "need", units(b->proof[i].need));
		ib_json_add(all, b->proof[i].what, o);
	}
	return all;
}

struct json_object *ib_block_record(const struct ib_block *b, const struct ib_block_facts *facts)
{
	struct json_object *o = json_object_new_object();

	add_string(o, "type", "block");
	add_string(o, "run", facts->run ? ib_run_tail(facts->run) : NULL);
	ib_json_add_count(o, "row", facts->row);
	ib_json_add_count(o, "layout", facts->layout);
	ib_json_add_hex(o, "seed", facts->seed);
	if (facts->launch != facts->layout)
		ib_json_add_count(o, "launch", facts->launch);
	if (facts->process)
		ib_json_add_count(o, "process", facts->process);
	if (facts->attempt)
		ib_json_add_count(o, "attempt", facts->attempt);
	ib_json_add_count(o, "n", b->n);
	if (b->shots)
		ib_json_add_bool(o, "shots", true);
	if (b->nr_proofs)
		ib_json_add(o, "cold", proofs(b));
	ib_json_add(o, "ticks", array(b->ticks, b->samples));
	ib_json_add(o, "empty", array(b->empty, b->samples));
	if (b->has_drained) {
		ib_json_add(o, "drained", array(b->drained, b->samples));
		ib_json_add(o, "drained_empty", array(b->drained_empty, b->samples));
	}
	if (facts->calibration)
		ib_json_add(o, "cal", calibration(facts->calibration));
	if (facts->contamination)
		ib_json_add(o, "ctx", contamination(facts->contamination));
	if (facts->counts)
		ib_json_add(o, "pmu", counts(facts->counts));
	add_string(o, "dropped", facts->dropped);
	return o;
}

struct json_object *ib_end_record(const char *run_id, const char *status, uint64_t blocks,
				  uint64_t dropped)
{
	struct json_object *o = json_object_new_object();

	add_string(o, "type", "end");
	add_string(o, "run", run_id);
	add_string(o, "status", status);
	ib_json_add_count(o, "blocks", blocks);
	ib_json_add_count(o, "dropped", dropped);
	return o;
}
