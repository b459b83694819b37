// SPDX-License-Identifier: GPL-2.0-only
/*
 * What unrolling would look like if INIT had to clear every component: a
 * test and a direct call each, in a row. It draws the unrolled line in the
 * plot of cost against the number of components.
 */
#include "variants/variant.h"

static __always_inline void unrolled_n(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	u64 xfeatures_mask;

	if (!init_event || !fpstate)
		return;

	xfeatures_mask = kvm_clear_on_init_mask();
	if (!xfeatures_mask)
		return;

	if (live)
		kvm_put_guest_fpu(vcpu);
#pragma GCC unroll 32
	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++)
		if (xfeatures_mask & BIT_ULL(i))
			fpstate_clear_xstate_component(fpstate, i);
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(unrolled_n,
	   .id = "unrolled-n",
	   .origin = "beyond the thread: unrolling carried on to every component",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
