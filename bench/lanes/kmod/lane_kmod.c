// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kmod lane: the same variants in the kernel, on a real guest fpstate, by
 * way of /dev/initbench. The module times and judges; this asks and names.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/blob/layout.h"
#include "bench/host/clock.h"
#include "bench/host/counters.h"
#include "bench/host/host.h"
#include "bench/lanes/batch.h"
#include "bench/lanes/kmod/device.h"
#include "bench/lanes/kmod/kmod_proof.h"
#include "bench/lanes/kmod/lane_kmod.h"
#include "bench/lanes/kmod/layouts.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/xfeature.h"
#include "lib/schema/record.h"
#include "lib/schema/plain.h"

#define SAMPLES		12

/* Where rdtsc counts instructions every sample is the same. */
#define EXACT_SAMPLES	3
#define EXACT_BATCH	8

/* Repetitions for a counter, 256 in all if they fit a slice. */
#define COUNTED_SAMPLES	32
#define COUNTED_BATCH	8

static const char *unavailable(void)
{
	struct ib_kmod k;
	const char *why = ib_kmod_open(&k);

	if (!why)
		ib_kmod_close(&k);
	return why;
}

static const char *const *variants(size_t *n)
{
	static const char **ids;
	static struct ib_kmod k;	/* kept for the strings */
	static size_t nr;

	if (!nr && !ib_kmod_open(&k)) {
		ids = ib_calloc(k.query.variants, sizeof(*ids));
		for (uint32_t i = 0; i < k.query.variants; i++)
			if (!k.variants[i].part)
				ids[nr++] = k.variants[i].id;
		close(k.fd);
	}
	*n = nr;
	return ids;
}

static void add_parts(ib_add_row add, void *plan)
{
	ib_add_parts(&ib_lane_kmod, add, plan);
}

/* The layout is the module's: one of several, if there are, else always the same. */
static void *launch(uint64_t seed)
{
	struct ib_kmod *k;
	const char *why;

	if (ib_kmod_load(seed))
		return NULL;
	k = ib_calloc(1, sizeof(*k));
	why = ib_kmod_open(k);
	if (!why)
		return k;
	ib_error("lane kmod: %s", why);
	free(k);
	return NULL;
}

static void end(void *launch)
{
	ib_kmod_close(launch);
	free(launch);
}

static const uint32_t contents[IB_NAMED_CONTENTS] = {
	[IB_CONTENT_INIT]	= INITBENCH_CONTENT_INIT,
	[IB_CONTENT_SSE]	= INITBENCH_CONTENT_SSE,
	[IB_CONTENT_AVX]	= INITBENCH_CONTENT_AVX,
	[IB_CONTENT_AVX512]	= INITBENCH_CONTENT_AVX512,
	[IB_CONTENT_AMX]	= INITBENCH_CONTENTS,	/* not offered: guests ask for it */
};

static const uint32_t temperatures[IB_TEMPS] = {
	[IB_COLD_DATA]	= INITBENCH_COLD_DATA,
	[IB_COLD_CODE]	= INITBENCH_COLD_CODE,
	[IB_COLD]	= INITBENCH_COLD_DATA | INITBENCH_COLD_CODE,
	[IB_WALKED_DATA] = INITBENCH_COLD_DATA,
};

static struct initbench_run make_run(const struct initbench_query_variant *v,
				     const struct ib_row *row)
{
	struct initbench_run run = {
		.variant = v->index,
		.event = row->event == IB_INIT ? INITBENCH_INIT : INITBENCH_RESET,
		.fpu = row->fpu == IB_FPU_NONE ? INITBENCH_NONE : INITBENCH_PUTLOAD,
		.content = contents[row->content],
		.temperature = temperatures[row->temp],
		.mask = ib_masks[row->mask].components,
		.n = 1,
		.samples = 1,
	};

	if (v->part || run.temperature)
		run.flags |= INITBENCH_SHOTS;
	if (row->use == IB_REST)
		run.flags |= INITBENCH_REST;
	if (row->temp == IB_WALKED_DATA)
		run.flags |= INITBENCH_WALK;
	return run;
}

/* Runs with as many repetitions as fit a slice. */
static int run_fitting(const struct ib_kmod *k, struct initbench_run *run)
{
	int err = ib_kmod_run(k, run);

	if (err == -ERANGE && run->result.n_max < run->n) {
		run->n = run->result.n_max;
		err = ib_kmod_run(k, run);
	}
	return err;
}

static int failed(const struct ib_row *row, int err)
{
	ib_error("lane kmod: %s: %s", row->variant,
		 err == -EILSEQ ? "the module changed this task's registers; unload it" :
		 strerror(-err));
	return -1;
}

/* Why the guest's fpstate cannot have this row. */
static bool skip(const struct ib_kmod *k, struct ib_row *row)
{
	uint64_t has = row->fpu == IB_FPU_PUTLOAD ? k->query.live : k->query.xfeatures;
	uint64_t lacks = (ib_masks[row->mask].components |
			  ib_contents[row->content].components) & ~has;
	char *names;

	if (row->temp != IB_WARM && ib_emulated_host()) {
		snprintf(row->facts.skip, sizeof(row->facts.skip),
			 "an emulated host has no caches that could be cold");
		return true;
	}
	if (row->content >= IB_NAMED_CONTENTS || row->place != IB_PLACE_PAGE) {
		snprintf(row->facts.skip, sizeof(row->facts.skip),
			 "the images and contents are the kernel's; lane user has this row");
		return true;
	}
	if (row->content == IB_CONTENT_AMX)
		lacks |= ib_contents[IB_CONTENT_AMX].components &
			 ~ib_contents[IB_CONTENT_AVX512].components;
	if (!lacks)
		return false;
	names = ib_xfeature_names(lacks);
	snprintf(row->facts.skip, sizeof(row->facts.skip), "the guest's fpstate has no %s%s", names,
		 lacks & k->query.xfeatures ? " that put and load move" : "");
	free(names);
	return true;
}

static void name_component(char *note, size_t size, const char *fmt, uint32_t at)
{
	snprintf(note, size, fmt, ib_xfeatures[at].name);
}

static void name_finding(struct ib_row_facts *facts, const struct initbench_result *r)
{
	char *note = facts->note;
	size_t size = sizeof(facts->note);

	switch (r->finding) {
	case INITBENCH_NOT_CLEARED:
		return name_component(note, size, "%s was not cleared", r->found_at);
	case INITBENCH_CLEARED:
		return name_component(note, size, "%s was cleared", r->found_at);
	case INITBENCH_REGISTERS:
		return name_component(note, size, "the %s registers changed", r->found_at);
	case INITBENCH_IMAGE:
		snprintf(note, size, "byte %u of the image changed", r->found_at);
		return;
	case INITBENCH_SWAPS:
		snprintf(note, size, "%u puts and loads", r->found_at);
		return;
	case INITBENCH_IN_USE:
		snprintf(note, size, "fpstate->in_use became %u", r->found_at);
		return;
	default:
		snprintf(note, size, "the registers could not be set up");
	}
}

/* A reason to skip a row, not an error of its variant. */
static bool cannot_rest(struct ib_row *row, const struct initbench_result *r)
{
	if (r->finding != INITBENCH_NOT_AT_REST)
		return false;
	snprintf(row->facts.skip, sizeof(row->facts.skip), IB_NEVER_AT_REST,
		 ib_xfeatures[r->found_at].name);
	return true;
}

/* What the module found, judged as the user lane's oracle does. */
static void conclude(struct ib_row *row, const struct ib_variant *v,
		     const struct initbench_result *r)
{
	struct ib_row_facts *facts = &row->facts;
	char *names;

	facts->cleared = r->cleared;
	if (r->finding != INITBENCH_AS_DESCRIBED) {
		facts->verdict = IB_ORACLE_WRONG;
		name_finding(facts, r);
	} else if (!v) {
		facts->verdict = IB_ORACLE_UNCHECKED;
	} else if (v->bug) {
		facts->verdict = IB_ORACLE_KNOWN_BUG;
		snprintf(facts->note, sizeof(facts->note), "%s", v->bug);
	} else if (row->event == IB_INIT && r->cleared != ib_masks[row->mask].components) {
		facts->verdict = IB_ORACLE_PARTIAL;
		names = ib_xfeature_names(r->cleared);
		snprintf(facts->note, sizeof(facts->note), "clears %s of the mask",
			 r->cleared ? names : "nothing");
		free(names);
	} else {
		facts->verdict = IB_ORACLE_OK;
	}
}

/* The descriptor of the user lane's variant of that name; lives on. */
static const struct ib_variant *descriptor(const char *id)
{
	static const struct ib_variant *const *v;
	static size_t n;

	if (!n) {
		struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");

		if (layout)
			n = ib_layout_variants(layout, &v);
	}
	for (size_t i = 0; i < n; i++)
		if (!strcmp(v[i]->id, id))
			return v[i];
	return NULL;
}

static int run_block(const struct ib_kmod *k, const struct ib_row *row, uint64_t order_bits,
		     struct ib_block *block, struct initbench_result *result)
{
	const struct initbench_query_variant *v = ib_kmod_find(k, row->variant);
	uint64_t values[4][IB_MAX_SAMPLES];
	struct initbench_run run;
	uint64_t *const arrays[4] = { block->ticks, block->empty, block->drained,
				      block->drained_empty };
	int err;

	if (!v)
		return -ENOENT;
	run = make_run(v, row);
	run.n = ib_emulated_host() ? EXACT_BATCH
				   : ib_batch_size(ib_tsc_step(), row->fpu == IB_FPU_PUTLOAD);
	run.samples = ib_emulated_host() ? EXACT_SAMPLES : SAMPLES;
	run.order_bits = order_bits;
	run.values = (uintptr_t)values;
	err = run_fitting(k, &run);
	if (err)
		return err;
	for (int a = 0; a < 4; a++)
		memcpy(arrays[a], &values[0][0] + a * run.samples, run.samples * sizeof(uint64_t));
	block->n = run.n;
	block->samples = run.samples;
	block->has_drained = true;
	block->shots = run.flags & INITBENCH_SHOTS;
	*result = run.result;
	return 0;
}

/* An exact count is the same in every sample and a multiple of the batch. */
static void count_instructions(struct ib_row_facts *facts, const struct ib_block *block)
{
	uint64_t total = block->ticks[0] - block->empty[0];

	for (uint32_t k = 0; k < block->samples; k++)
		if (block->ticks[k] - block->empty[k] != total)
			return;
	if (total % block->n)
		return;
	facts->insns = total / block->n;
	facts->insns_how = "icount";
}

static int survey(void *launch, struct ib_row *row)
{
	static struct ib_block block;
	const struct ib_kmod *k = launch;
	const struct initbench_query_variant *v = ib_kmod_find(k, row->variant);
	struct initbench_result result;
	int err;

	if (skip(k, row))
		return 0;
	err = run_block(k, row, 0, &block, &result);
	if (err)
		return failed(row, err);
	if (cannot_rest(row, &result))
		return 0;
	row->facts.proxy = k->query.fpu == INITBENCH_FPU_PRIVATE;
	row->facts.bytes = v->bytes[row->fpu == IB_FPU_PUTLOAD];
	row->facts.code = v->code;
	conclude(row, descriptor(row->variant), &result);
	if (ib_emulated_host())
		count_instructions(&row->facts, &block);
	return 0;
}

static int measure(void *launch, const struct ib_row *row, uint64_t order_bits,
		   struct ib_block *block)
{
	const struct ib_kmod *k = launch;
	struct initbench_result result;
	int err = run_block(k, row, order_bits, block, &result);

	if (err)
		return failed(row, err);
	block->placed = true;
	block->placement = k->query.layout;
	block->nr_proofs = ib_kmod_proofs(&result.proof, temperatures[row->temp],
					  row->temp == IB_WALKED_DATA, block->proof);
	block->invalid = result.migrations ? "migrated" :
					     ib_proof_judge(block->proof, block->nr_proofs);
	return 0;
}

/* As many events as one run takes, from event @first on. */
static int count_some(const struct ib_kmod *k, struct initbench_run *run,
		      const struct ib_counters *counters, struct ib_counts *c, unsigned int first)
{
	struct perf_event_attr attrs[INITBENCH_MAX_EVENTS];
	uint64_t read[INITBENCH_MAX_EVENTS][2];
	unsigned int i, nr = c->nr - first;
	int err;

	if (nr > INITBENCH_MAX_EVENTS)
		nr = INITBENCH_MAX_EVENTS;
	for (i = 0; i < nr; i++)
		ib_counters_in_kernel(counters, first + i, &attrs[i]);
	run->nr_events = nr;
	run->event_size = sizeof(*attrs);
	run->events = (uintptr_t)attrs;
	run->counts = (uintptr_t)read;
	/* Both sides' counts are of the same number of repetitions, and so are all events'. */
	err = first ? ib_kmod_run(k, run) : run_fitting(k, run);
	for (i = 0; i < nr && !err; i++) {
		c->row[first + i] = read[i][0];
		c->empty[first + i] = read[i][1];
	}
	return err;
}

static int count(void *launch, const struct ib_row *row, struct ib_counters *counters,
		 struct ib_counts *c)
{
	const struct ib_kmod *k = launch;
	struct initbench_run run = make_run(ib_kmod_find(k, row->variant), row);
	uint64_t values[4][COUNTED_SAMPLES];
	int err;

	if (run.flags & INITBENCH_SHOTS)
		return 1;
	run.n = COUNTED_BATCH;
	run.samples = COUNTED_SAMPLES;
	run.values = (uintptr_t)values;
	err = ib_counters_pause(counters, true);
	for (unsigned int i = 0; i < c->nr && !err; i += INITBENCH_MAX_EVENTS)
		err = count_some(k, &run, counters, c, i);
	c->n = run.n * run.samples;
	ib_counters_pause(counters, false);
	if (!err)
		return 0;
	if (err == -EBUSY || err == -ERANGE)
		return 1;
	if (err == -EINVAL)
		ib_error("lane kmod: %s: --pmu: the module counts hardware, software, cache and raw events, and no modifiers but of whom is counted (:u, :k, :h)",
			 row->variant);
	return err == -EINVAL ? -1 : failed(row, err);
}

static struct json_object *plain_compiler(const char *version)
{
	char *plain = ib_plain_compiler(version);
	struct json_object *o = json_object_new_string(plain);

	free(plain);
	return o;
}

static struct json_object *module_facts(void)
{
	struct json_object *o = json_object_new_object();
	const struct initbench_query *q;
	struct ib_kmod k;

	if (ib_kmod_open(&k))
		return o;
	q = &k.query;
	ib_json_add_string(o, "fpu", q->fpu == INITBENCH_FPU_PRIVATE ? "private" : "kernel");
	ib_json_add_hex(o, "xfeatures", q->xfeatures);
	ib_json_add_hex(o, "xcomp_bv", q->xcomp_bv);
	ib_json_add_count(o, "image_size", q->image_size);
	ib_json_add_count(o, "slice_ns", q->slice_ns);
	ib_json_add_bool(o, "irqs_off", !(q->flags & INITBENCH_SLICE_IRQS_ON));
	ib_json_add_bool(o, "ibpb", q->flags & INITBENCH_IBPB);
	ib_json_add(o, "compiler", plain_compiler(k.build.compiler));
	ib_json_add_string(o, "cflags", k.build.flags);
	ib_kmod_close(&k);
	return o;
}

static void describe(struct json_object *run)
{
	ib_json_add(run, "module", module_facts());
}

const struct ib_lane ib_lane_kmod = {
	.name = "kmod",
	.what = "the variants in the kernel, on a real fpstate, by initbench.ko",
	.calibrated = true,
	.unavailable = unavailable,
	.variants = variants,
	.extra_rows = add_parts,
	.launch = launch,
	.survey = survey,
	.measure = measure,
	.count = count,
	.end = end,
	.describe = describe,
};
