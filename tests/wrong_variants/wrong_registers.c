// SPDX-License-Identifier: GPL-2.0-only
/* Wrong on purpose: changes a register, the guest's or its caller's. */
#include "variants/variant.h"

static __always_inline void wrong_registers(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	if (!init_event || !kvm_clear_on_init_mask())
		return;
	if (live)
		kvm_put_guest_fpu(vcpu);
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDREGS);
	fpstate_clear_xstate_component(vcpu->fpstate, XFEATURE_BNDCSR);
	if (live)
		kvm_load_guest_fpu(vcpu);
	asm volatile("pxor %xmm7, %xmm7");
}

IB_VARIANT(wrong_registers, .id = "wrong-registers", .origin = "tests", .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
