// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user lane: the variants in user space, on an image laid out by CPUID.
 * Put and load are XSAVEC and XRSTOR (user space has no XSAVES), so its
 * figures are a proxy for the kernel's. It also times the parts, put and load
 * alone, and with `selftest` chains of known length.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/blob/code/chains.h"
#include "bench/blob/code_hash.h"
#include "bench/host/clock.h"
#include "bench/host/contamination.h"
#include "bench/lanes/batch.h"
#include "bench/lanes/lane.h"
#include "bench/lanes/user/cold.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/lanes/user/machine.h"
#include "bench/lanes/user/oracle.h"
#include "bench/lanes/user/parts.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

#define WARMUP		2
#define SAMPLES		12

/*
 * Cooling a shot takes some 60 us, so a block takes longer than a time slice.
 * What happens between shots does not matter to them: each sample is watched
 * by itself, and taken again if it was contaminated.
 */
#define COLD_SAMPLES	8
#define COLD_SHOTS	2
#define COLD_TRIES	20

static const struct ib_xstate *xstate;

static const char *unavailable(void)
{
	return ib_xstate_here(&xstate);
}

/*
 * @m: of all rows but those of IB_REP
 * @rep: of these, from the first of them on: the same layout with another memset
 * @cold: from the first row on that is not warm
 */
struct user_launch {
	struct ib_machine *m;
	struct ib_machine *rep;
	struct ib_cold *cold;
	uint64_t seed;
};

static void end(void *launch)
{
	struct user_launch *l = launch;

	ib_cold_free(l->cold);
	ib_machine_free(l->rep);
	ib_machine_free(l->m);
	free(l);
}

static void *launch(uint64_t seed)
{
	struct user_launch *l = ib_calloc(1, sizeof(*l));

	l->seed = seed;
	l->m = ib_machine_new(xstate, seed, ib_xstate_memset(xstate));
	if (l->m)
		return l;
	end(l);
	return NULL;
}

/* What is called for a row. */
struct work {
	const struct ib_variant *variant;
	struct ib_call call[2];
	bool shots;
	bool live;
	struct ib_part part;
};

/* The length of a variant's id in front of IB_REP; 0 if the row is not of that kind. */
static size_t before_rep(const struct ib_row *row)
{
	size_t length = strlen(row->variant), end = strlen(IB_REP);

	return length > end && !strcmp(row->variant + length - end, IB_REP) ? length - end : 0;
}

static struct ib_machine *machine_of(struct user_launch *l, const struct ib_row *row)
{
	if (!before_rep(row))
		return l->m;
	if (!l->rep)
		l->rep = ib_machine_new(xstate, l->seed, "ib_memset_rep");
	return l->rep;
}

/* Kernels before 6.4 patch it in where the CPU has ERMS (arch/x86/lib/memset_64.S). */
static const char *rep_unavailable(const struct ib_row *row)
{
	if (!before_rep(row))
		return NULL;
	if (!strcmp(ib_xstate_memset(xstate), "ib_memset_rep"))
		return "every kernel's memset is REP STOSB here: the row without -rep has it";
	return xstate->erms ? NULL : "no kernel's memset is REP STOSB on this CPU: no ERMS";
}

static bool find_variant(struct ib_machine *m, const struct ib_row *row, struct work *w)
{
	size_t length = before_rep(row);
	char id[sizeof(row->variant)];

	snprintf(id, sizeof(id), "%.*s", length ? (int)length : (int)sizeof(id) - 1, row->variant);
	w->variant = ib_machine_variant(m, id);
	if (!w->variant)
		return false;
	w->live = row->fpu == IB_FPU_PUTLOAD && row->event == IB_INIT;
	w->call[0].body = row->fpu == IB_FPU_PUTLOAD ? w->variant->putload : w->variant->clear;
	return true;
}

static bool find_part(struct ib_machine *m, const struct ib_row *row, struct work *w)
{
	if (!ib_part_find(m, row->variant, &w->part))
		return false;
	memcpy(w->call, w->part.call, sizeof(w->call));
	w->shots = true;
	w->live = true;
	return true;
}

static bool find_known_pair(struct ib_machine *m, const struct ib_row *row, struct work *w)
{
	const struct ib_known_pair *pairs = ib_layout_symbol(m->layout, "ib_known_pairs");
	u32 n = *IB_SYMBOL(m->layout, ib_nr_known_pairs);
	unsigned int cycles;

	if (sscanf(row->variant, "pair:%u", &cycles) != 1)
		return false;
	for (u32 i = 0; i < n; i++) {
		if (pairs[i].cycles != cycles)
			continue;
		w->call[0].body = pairs[i].with;
		w->call[1].body = pairs[i].without;
		return true;
	}
	return false;
}

static bool find_chain(struct ib_machine *m, const struct ib_row *row, struct work *w)
{
	const struct ib_chain *chains = ib_layout_symbol(m->layout, "ib_chains");
	u32 n = *IB_SYMBOL(m->layout, ib_nr_chains);
	unsigned int cycles;
	bool led;

	if (!strcmp(row->variant, IB_SAVE_RESTORE)) {
		w->call[0].body = IB_SYMBOL(m->layout, ib_body_save_restore);
		w->live = true;
		return true;
	}
	led = sscanf(row->variant, "led:%u", &cycles) == 1;
	if (!led && sscanf(row->variant, "chain:%u", &cycles) != 1)
		return false;
	for (u32 i = 0; i < n; i++) {
		if (chains[i].cycles != cycles)
			continue;
		w->call[0].body = led ? chains[i].led : chains[i].bare;
		if (led)
			w->call[1].body = IB_SYMBOL(m->layout, ib_lead_in);
		return true;
	}
	return !cycles;
}

static int find_work(struct ib_machine *m, const struct ib_row *row, struct work *w)
{
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);

	*w = (struct work){ .call = { { empty, empty, empty }, { empty, empty, empty } } };
	if (find_variant(m, row, w) || find_part(m, row, w) || find_known_pair(m, row, w) ||
	    find_chain(m, row, w))
		return 0;
	ib_error("lane %s has no variant '%s': this is a bug", row->lane->name, row->variant);
	return -1;
}

static int cool(struct user_launch *l, enum ib_temp temp)
{
	if (!l->cold)
		l->cold = ib_cold_new(l->m, l->seed);
	if (!l->cold)
		return -1;
	ib_cold_prepare(l->cold, temp);
	return 0;
}

static const char *prepare(struct user_launch *l, const struct ib_row *row, struct work *w)
{
	uint64_t content = ib_contents[row->content].components;
	struct ib_machine *m = machine_of(l, row);
	const char *why;

	if (!m)
		return "the code under study cannot be loaded";
	why = ib_cold_unavailable(m->x, row);
	if (!why)
		why = rep_unavailable(row);
	if (!why)
		why = ib_machine_place(m, row);
	if (why)
		return why;
	if (find_work(m, row, w))
		return "no such variant";
	if (content & ~m->x->rfbm)
		return "this CPU lacks the content's components";
	if (w->part.lacking)
		return "this CPU lacks the instruction";
	ib_machine_prepare(m, row, w->live);
	if (row->temp != IB_WARM && cool(l, row->temp))
		return "there is no memory for what evicts the caches";
	w->shots = w->shots || row->temp != IB_WARM;
	memcpy(m->region.call, w->call, sizeof(w->call));
	return NULL;
}

static uint64_t count_instructions(struct ib_machine *m, struct ib_row *row,
				   const struct work *w)
{
	uint64_t body, empty;

	ib_machine_prepare(m, row, w->live);
	m->region.call[0] = w->call[0];
	body = ib_machine_steps(m);
	ib_machine_rep(m, row->facts.rep, sizeof(row->facts.rep));
	ib_machine_prepare(m, row, w->live);
	m->region.call[0] = w->call[1];
	empty = ib_machine_steps(m);
	return body > empty ? body - empty : 0;
}

static int survey(void *launch, struct ib_row *row)
{
	struct user_launch *l = launch;
	struct ib_row_facts *facts = &row->facts;
	unsigned int restless;
	struct ib_machine *m;
	const char *why;
	struct work w;

	why = prepare(l, row, &w);
	m = machine_of(l, row);
	if (why) {
		snprintf(facts->skip, sizeof(facts->skip), "%s", why);
		return 0;
	}
	restless = ib_machine_restless(m, row);
	if (restless) {
		snprintf(facts->skip, sizeof(facts->skip), IB_NEVER_AT_REST,
			 ib_xfeatures[restless].name);
		return 0;
	}
	facts->synthetic = ib_masks[row->mask].components & ~m->x->rfbm;
	facts->mask_bytes = ib_xstate_bytes(m->x, ib_masks[row->mask].components);
	if (w.part.saves) {
		facts->is_save = !ib_part_kept(m, &w.part, &facts->kept);
		prepare(l, row, &w);
	}
	facts->bytes = ib_layout_function_size(m->layout, w.call[0].body);
	facts->code = ib_code_hash(m->layout, w.call[0].body, m->memset_symbol);
	facts->insns = count_instructions(m, row, &w);
	facts->insns_how = "single-step";
	if (*facts->rep && m->x->emulated && ib_rep_counts()) {
		snprintf(facts->skip, sizeof(facts->skip),
			 "%s: this emulator's clock counts each iteration", facts->rep);
		return 0;
	}
	if (w.variant)
		ib_oracle_check(m, row, w.variant);
	return 0;
}

static void take_sample(struct ib_machine *m, enum ib_sampling sampling, uint64_t *row,
			uint64_t *empty, struct ib_block *block)
{
	const char *invalid;

	m->region.sampling = sampling;
	m->region.out[0] = row;
	m->region.out[1] = empty;
	invalid = ib_machine_run(m);
	if (invalid)
		block->invalid = invalid;
}

/* As take_sample(), sample by sample. */
static void take_watched(struct ib_machine *m, enum ib_sampling sampling, uint64_t order_bits,
			 uint64_t *row, uint64_t *empty, struct ib_block *block)
{
	m->region.samples = 1;
	for (u32 k = 0; k < block->samples && !block->invalid; k++) {
		struct ib_contamination c;
		int tries = 0;

		m->region.order_bits = order_bits >> k;
		do {
			ib_contamination_begin(&c);
			take_sample(m, sampling, &row[k], &empty[k], block);
			ib_contamination_end(&c);
		} while (ib_contaminated(&c) && ++tries < COLD_TRIES);
		if (tries == COLD_TRIES)
			block->invalid = "every attempt was contaminated";
	}
}

static int measure_cold(struct user_launch *l, const struct ib_row *row, uint64_t order_bits,
			struct ib_block *block)
{
	struct work w;

	if (prepare(l, row, &w))
		return -1;
	ib_cold_prove(l->cold, row->temp, block);
	prepare(l, row, &w);
	block->n = COLD_SHOTS;
	block->samples = COLD_SAMPLES;
	block->shots = true;
	block->self_checked = true;
	/*
	 * After a flush the MFENCE of an empty shot takes 0 or some 340 ticks longer
	 * on Zen 4, even 50 us later: that cannot be subtracted.
	 */
	block->has_drained = row->temp == IB_WALKED_DATA;
	l->m->region.n = block->n;
	take_watched(l->m, IB_SHOTS, order_bits, block->ticks, block->empty, block);
	if (block->has_drained)
		take_watched(l->m, IB_SHOTS_DRAINED, order_bits, block->drained,
			     block->drained_empty, block);
	return 0;
}

static int measure(void *launch, const struct ib_row *row, uint64_t order_bits,
		   struct ib_block *block)
{
	struct user_launch *l = launch;
	struct ib_machine *m;
	struct work w;

	if (row->temp != IB_WARM)
		return measure_cold(l, row, order_bits, block);
	if (prepare(l, row, &w))
		return -1;
	m = machine_of(l, row);
	block->n = ib_batch_size(ib_tsc_step(), w.live || w.shots);
	block->shots = w.shots;
	block->samples = SAMPLES;
	m->region.n = block->n;
	m->region.samples = block->samples;
	block->has_drained = true;
	m->region.warmup = WARMUP;
	m->region.order_bits = order_bits;
	take_sample(m, w.shots ? IB_SHOTS : IB_BATCH, block->ticks, block->empty, block);
	take_sample(m, w.shots ? IB_SHOTS_DRAINED : IB_BATCH_DRAINED, block->drained,
		    block->drained_empty, block);
	return 0;
}

static int body(void *launch, const struct ib_row *row, bool baseline, uint32_t n)
{
	struct user_launch *l = launch;
	struct ib_machine *m;
	uint64_t out[2];
	struct work w;

	if (prepare(l, row, &w) || w.shots)
		return -1;
	m = machine_of(l, row);
	m->region.call[0] = w.call[baseline];
	m->region.call[1] = w.call[baseline];
	m->region.n = n / 2;
	m->region.samples = 1;
	m->region.out[0] = &out[0];
	m->region.out[1] = &out[1];
	m->region.sampling = IB_BATCH;
	return ib_machine_run(m) ? -1 : 0;
}

static const char *const *variants(size_t *n)
{
	static const char **ids;
	static size_t nr;

	if (!nr) {
		/* The strings live in this layout, which is kept for them. */
		struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
		const struct ib_variant *const *v;

		if (layout)
			nr = ib_layout_variants(layout, &v);
		ids = ib_calloc(nr, sizeof(*ids));
		for (size_t i = 0; i < nr; i++)
			ids[i] = v[i]->id;
	}
	*n = nr;
	return ids;
}

/* What the memset of kernels before 6.4 makes of the contenders, for the masks of INIT. */
static void add_rep_rows(ib_add_row add, void *plan)
{
	static const char *const ids[] = { "unrolled", "u64-mask", "v10-bitmap-fixed" };
	const int masks = 2, first_mask = 1;	/* mpx, cet */

	for (size_t i = 0; i < ARRAY_SIZE(ids) * IB_FPUS * masks; i++) {
		struct ib_row row = {
			.lane = &ib_lane_user,
			.fpu = i / masks % IB_FPUS,
			.mask = first_mask + i % masks,
			.content = IB_CONTENT_SSE,
		};

		snprintf(row.variant, sizeof(row.variant), "%s" IB_REP,
			 ids[i / masks / IB_FPUS]);
		add(plan, &row);
	}
}

static void add_parts(ib_add_row add, void *plan)
{
	add_rep_rows(add, plan);
	ib_add_parts(&ib_lane_user, add, plan);
	ib_add_instructions(&ib_lane_user, add, plan);
}

static void add_row(ib_add_row add, void *plan, const char *kind, u32 cycles)
{
	struct ib_row row = { .lane = &ib_lane_selftest, .content = IB_CONTENT_SSE };

	snprintf(row.variant, sizeof(row.variant), cycles ? "%s:%u" : "%s", kind, cycles);
	add(plan, &row);
}

static void add_chains(ib_add_row add, void *plan)
{
	static const char *const kinds[] = { "chain", "led" };
	struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
	const struct ib_known_pair *pairs;
	const struct ib_chain *chains;
	u32 n;

	if (!layout)
		return;
	chains = ib_layout_symbol(layout, "ib_chains");
	pairs = ib_layout_symbol(layout, "ib_known_pairs");
	n = *IB_SYMBOL(layout, ib_nr_chains);
	for (size_t kind = 0; kind < 2; kind++)
		for (u32 i = 0; i < n; i++)
			add_row(add, plan, kinds[kind], chains[i].cycles);
	for (u32 i = 0; i < *IB_SYMBOL(layout, ib_nr_known_pairs); i++)
		add_row(add, plan, "pair", pairs[i].cycles);
	add_row(add, plan, IB_EMPTY_BODY, 0);
	add_row(add, plan, IB_SAVE_RESTORE, 0);
	ib_layout_free(layout);
}

static const char *const *no_variants(size_t *n)
{
	*n = 0;
	return NULL;
}

const struct ib_lane ib_lane_user = {
	.name = "user",
	.what = "the variants in user space; put/load by XSAVEC and XRSTOR, a proxy",
	.proxy = true,
	.calibrated = true,
	.unavailable = unavailable,
	.variants = variants,
	.extra_rows = add_parts,
	.launch = launch,
	.survey = survey,
	.measure = measure,
	.body = body,
	.end = end,
};

const struct ib_lane ib_lane_selftest = {
	.name = "selftest",
	.what = "the ruler: chains of known length, measured as variants are",
	.calibrated = true,
	.unavailable = unavailable,
	.variants = no_variants,
	.extra_rows = add_chains,
	.launch = launch,
	.survey = survey,
	.measure = measure,
	.body = body,
	.end = end,
};
