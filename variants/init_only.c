// SPDX-License-Identifier: GPL-2.0-only
/*
 * The review's preparatory patch: the two direct calls move to a helper that
 * returns at once on RESET, since a new vCPU's state is zero allocated.
 */
#include "variants/variant.h"

static __always_inline void init_only(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;

	if (!init_event || !fpstate)
		return;

	if (!kvm_mpx_supported())
		return;

	if (live)
		kvm_put_guest_fpu(vcpu);
	fpstate_clear_xstate_component(fpstate, XFEATURE_BNDREGS);
	fpstate_clear_xstate_component(fpstate, XFEATURE_BNDCSR);
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(init_only,
	   .id = "init-only",
	   .origin = "the review's preparatory patch, May 2024",
	   .gate = IB_GATE_MPX,
	   .swap = IB_SWAP_ALWAYS);
