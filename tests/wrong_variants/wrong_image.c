// SPDX-License-Identifier: GPL-2.0-only
/* Wrong on purpose: writes beside what it clears. */
#include "variants/variant.h"

static __always_inline void wrong_image(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	if (!init_event || !kvm_clear_on_init_mask())
		return;
	if (live)
		kvm_put_guest_fpu(vcpu);
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDREGS);
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDCSR);
	vcpu->fpstate->regs.fxsave.xmm_space[3] ^= 1;
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(wrong_image, .id = "wrong-image", .origin = "tests", .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
