// SPDX-License-Identifier: GPL-2.0-only
/*
 * v10-bitmap with kvm_vcpu_has_xstate() switching on bit numbers, so that it
 * clears what it was meant to clear.
 */
#include "variants/variant.h"

static bool kvm_vcpu_has_xstate(unsigned long xfeature)
{
	switch (xfeature) {
	case XFEATURE_BNDREGS:
	case XFEATURE_BNDCSR:
		return kvm_cpu_cap_has(X86_FEATURE_MPX);
	/* The posted series adds CET here later; the synthetic masks need all. */
	default:
		return kvm_clear_on_init_mask() & BIT_ULL(xfeature);
	}
}

static __always_inline void v10_bitmap_fixed(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	DECLARE_BITMAP(reset_mask, 64);
	unsigned int i;

	bitmap_from_u64(reset_mask, kvm_clear_on_init_mask());

	if (!fpstate || bitmap_empty(reset_mask, XFEATURE_MAX))
		return;

	if (live && init_event)
		kvm_put_guest_fpu(vcpu);

	for_each_set_bit(i, reset_mask, XFEATURE_MAX) {
		if (!kvm_vcpu_has_xstate(i))
			continue;
		fpstate_clear_xstate_component(fpstate, i);
	}

	if (live && init_event)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(v10_bitmap_fixed,
	   .id = "v10-bitmap-fixed",
	   .origin = "v10-bitmap with its bug repaired",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS,
	   .clears_on_reset = true);
