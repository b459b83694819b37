// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two direct calls inside kvm_vcpu_reset(), for INIT and RESET alike; only
 * INIT finds the state live, so only INIT puts and loads it.
 */
#include "variants/variant.h"

static __always_inline void unrolled(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;

	if (!fpstate || !kvm_mpx_supported())
		return;

	if (live && init_event)
		kvm_put_guest_fpu(vcpu);

	fpstate_clear_xstate_component(fpstate, XFEATURE_BNDREGS);
	fpstate_clear_xstate_component(fpstate, XFEATURE_BNDCSR);

	if (live && init_event)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(unrolled,
	   .id = "unrolled",
	   .origin = "mainline before 6.18, in kvm_vcpu_reset()",
	   .gate = IB_GATE_MPX,
	   .swap = IB_SWAP_ALWAYS,
	   .clears_on_reset = true);
