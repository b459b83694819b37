/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bodies of known length, for `initbench selftest`.
 *
 * A link of the chains is ROR r64, 7: a cycle on every core since Sandy Bridge and on
 * every Zen (uops.info), by the register before it, which no core knows before it is
 * executed. Of additions that does not hold: newer cores fold additions of small constants
 * into what follows at rename.
 */
#ifndef INITBENCH_BLOB_CHAINS_H
#define INITBENCH_BLOB_CHAINS_H

#include "bench/blob/code/region.h"
#include "bench/blob/known.h"

/* Core cycles of the lead-in that "led" chains and their baseline begin with. */
#define IB_LEAD_IN	40

/**
 * struct ib_chain - dependent ROR r64, 7: a cycle each
 * @cycles: length
 * @bare: the chain alone; what is shorter than a call and its return overlaps with them
 * @led: the chain behind IB_LEAD_IN cycles of the same
 */
struct ib_chain {
	u32 cycles;
	ib_body bare;
	ib_body led;
};

extern const struct ib_chain ib_chains[];
extern const u32 ib_nr_chains;

/* The baseline of led chains. */
void ib_lead_in(struct ib_vcpu *vcpu, bool init_event);

/**
 * struct ib_known_pair - two bodies whose difference is known, see IB_KNOWN()
 * @cycles: by which @with is longer
 * @with: the links in the chain
 * @without: the same instructions beside the chain
 */
struct ib_known_pair {
	u32 cycles;
	ib_body with;
	ib_body without;
};

extern const struct ib_known_pair ib_known_pairs[];
extern const u32 ib_nr_known_pairs;

#endif
