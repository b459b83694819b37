/* SPDX-License-Identifier: GPL-2.0-only */
/* Bodies of known length, for `initbench selftest`. */
#ifndef INITBENCH_BLOB_CHAINS_H
#define INITBENCH_BLOB_CHAINS_H

#include "bench/blob/code/region.h"

/* Core cycles of the lead-in that "led" chains and their baseline begin with. */
#define IB_LEAD_IN	40

/**
 * struct ib_chain - dependent ADD r64, r64: a cycle each
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

#endif
