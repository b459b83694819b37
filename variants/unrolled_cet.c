// SPDX-License-Identifier: GPL-2.0-only
/*
 * The natural unrolled form once CET exists: four direct calls, each feature
 * pair behind its own test, inside one put and load.
 */
#include "variants/variant.h"

static __always_inline void unrolled_cet(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	bool mpx, cet;

	if (!init_event || !fpstate)
		return;

	mpx = kvm_mpx_supported();
	cet = kvm_cet_supported();
	if (!mpx && !cet)
		return;

	if (live)
		kvm_put_guest_fpu(vcpu);
	if (mpx) {
		fpstate_clear_xstate_component(fpstate, XFEATURE_BNDREGS);
		fpstate_clear_xstate_component(fpstate, XFEATURE_BNDCSR);
	}
	if (cet) {
		fpstate_clear_xstate_component(fpstate, XFEATURE_CET_USER);
		fpstate_clear_xstate_component(fpstate, XFEATURE_CET_KERNEL);
	}
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(unrolled_cet,
	   .id = "unrolled-cet",
	   .origin = "the unrolled form extended by hand to CET",
	   .gate = IB_GATE_PAIRS,
	   .swap = IB_SWAP_ALWAYS);
