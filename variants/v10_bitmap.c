// SPDX-License-Identifier: GPL-2.0-only
/*
 * The patch as posted (v10 10/27, February 2024). kvm_vcpu_has_xstate()
 * switches on the components' masks (8, 16) but is handed their bit numbers
 * (3, 4), so it always answers false and nothing is cleared.
 */
#include "variants/variant.h"

static bool kvm_vcpu_has_xstate(unsigned long xfeature)
{
	switch (xfeature) {
	case XFEATURE_MASK_BNDREGS:
	case XFEATURE_MASK_BNDCSR:
		return kvm_cpu_cap_has(X86_FEATURE_MPX);
	default:
		return false;
	}
}

static __always_inline void v10_bitmap(struct ib_vcpu *vcpu, bool init_event, const bool live)
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

IB_VARIANT(v10_bitmap,
	   .id = "v10-bitmap",
	   .origin = "the patch as posted, v10 10/27, February 2024",
	   .bug = "clears nothing (bug as posted)",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS,
	   .clears_on_reset = true);
