// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clear the components' XSTATE_BV bits instead of their bytes: the next
 * XRSTOR initialises them, and KVM_GET_XSAVE, which copies a component only
 * if its bit is set, reads zeroes. A reader of the raw bytes sees old ones.
 */
#include "variants/variant.h"

static __always_inline void xstate_bv(struct ib_vcpu *vcpu, bool init_event, const bool live)
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
	ib_xstate_bv_clear(fpstate, xfeatures_mask);
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(xstate_bv,
	   .id = "xstate-bv",
	   .origin = "beyond the thread: clear XSTATE_BV, not bytes",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS,
	   .clears_header_only = true);
