// SPDX-License-Identifier: GPL-2.0-only
/* Wrong on purpose: neither puts nor loads. */
#include "variants/variant.h"

static __always_inline void wrong_swaps(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	if (!init_event || !kvm_clear_on_init_mask())
		return;
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDREGS);
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDCSR);
}

IB_VARIANT(wrong_swaps, .id = "wrong-swaps", .origin = "tests", .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
