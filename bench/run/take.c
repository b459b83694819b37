// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "bench/host/calibrate.h"
#include "bench/host/contamination.h"
#include "bench/host/cpu.h"
#include "bench/host/cpus.h"
#include "bench/host/pin.h"
#include "bench/host/smt.h"
#include "bench/lanes/lane.h"
#include "bench/run/take.h"
#include "lib/schema/rules.h"

static bool apart(double a, double b)
{
	return fabs(a - b) > IB_CHAINS_AGREE * (a + b) / 2;
}

/* The mean of both calibrations; @why is set if they disagree. */
static struct ib_calibration merge(struct ib_calibration before, struct ib_calibration after,
				   const char **why)
{
	struct ib_calibration c = {
		.add = (before.add + after.add) / 2,
		.imul = (before.imul + after.imul) / 2,
	};

	if (apart(before.add, after.add))
		*why = "the core's frequency moved";
	else if (apart(c.add, c.imul))
		*why = "the two calibration chains disagree";
	return c;
}

static void reset(struct ib_block *b)
{
	b->invalid = NULL;
	b->has_drained = false;
	b->shots = false;
	b->nr_proofs = 0;
	b->self_checked = false;
	b->placed = false;
}

static int take_calibrated(const struct ib_taking *where, const struct ib_row *row,
			   uint64_t order_bits, struct ib_taken *t)
{
	struct ib_calibration before = ib_calibrate(where->ruler);
	double wide = ib_smt_wait(where->ruler, where->alone);
	const char *disagree = NULL;

	if (row->lane->measure(where->launch, row, order_bits, &t->block))
		return -1;
	wide = fmax(wide, ib_smt_rounds(where->ruler));
	t->facts.dropped = t->block.invalid;
	t->calibration = merge(before, ib_calibrate(where->ruler), &disagree);
	t->calibration.wide = wide;
	t->facts.calibration = &t->calibration;
	/* A core that is shared disturbs the chains, too: the cause comes first. */
	if (!t->facts.dropped && !t->block.self_checked && ib_smt_shared(wide, where->alone))
		t->facts.dropped = "the core was shared";
	if (!t->facts.dropped)
		t->facts.dropped = disagree;
	return 0;
}

static int take_uncalibrated(const struct ib_taking *where, const struct ib_row *row,
			     uint64_t order_bits, struct ib_taken *t)
{
	int ret = row->lane->measure(where->launch, row, order_bits, &t->block);

	t->facts.dropped = t->block.invalid;
	return ret;
}

/* Puts the thread back where it belongs; what went before is not believed. */
static const char *check_pin(const struct ib_taking *where)
{
	const char *lost = where->instructions ? NULL : ib_pin_lost(where->cpu);

	if (lost)
		ib_cpus_stay(where->cpu);
	return lost;
}

/* Of a hybrid CPU, and of a virtual one that moves between kinds of core. */
static const char *check_core_type(const struct ib_taking *where)
{
	const char *type;

	if (!where->core_type)
		return NULL;
	type = ib_core_type_by_cpuid();
	return type && !strcmp(type, where->core_type) ? NULL : "it ran on another type of core";
}

int ib_take(const struct ib_taking *where, const struct ib_row *row, uint64_t order_bits,
	    struct ib_taken *t)
{
	bool calibrated = row->lane->calibrated && !where->instructions;
	const char *moved = check_pin(where);

	reset(&t->block);
	t->facts = (struct ib_block_facts){
		.row = row->id,
		.layout = where->number,
		.launch = where->number,
		.process = where->process,
		.seed = where->seed,
		.contamination = &t->contamination,
	};
	ib_contamination_begin(&t->contamination);
	if (calibrated ? take_calibrated(where, row, order_bits, t) :
			 take_uncalibrated(where, row, order_bits, t))
		return -1;
	if (t->block.placed) {
		t->facts.layout = 0;
		t->facts.seed = t->block.placement;
	}
	ib_contamination_end(&t->contamination);
	if (!t->block.self_checked && ib_contaminated(&t->contamination) && !where->instructions)
		t->facts.dropped = ib_contaminated(&t->contamination);
	moved = moved ? moved : check_pin(where);
	moved = moved ? moved : check_core_type(where);
	if (moved)
		t->facts.dropped = moved;
	return 0;
}

int ib_rehearse(const struct ib_taking *where, const struct ib_row *row, struct ib_taken *t)
{
	return where->instructions ? 0 : ib_take(where, row, 0, t);
}
