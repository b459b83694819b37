// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mainline's fix of October 2025: as u64-mask, but the guest FPU is unloaded
 * if and only if it is in use. INIT taken inside KVM_GET_MP_STATE finds it
 * not in use.
 */
#include "variants/variant.h"

static __always_inline void u64_mask_in_use(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	u64 xfeatures_mask;
	bool fpu_in_use;
	unsigned int i;

	if (!init_event || !fpstate)
		return;

	xfeatures_mask = kvm_clear_on_init_mask();
	if (!xfeatures_mask)
		return;

	BUILD_BUG_ON(sizeof(xfeatures_mask) * BITS_PER_BYTE <= XFEATURE_MAX);

	fpu_in_use = fpstate->in_use;
	if (fpu_in_use)
		kvm_put_guest_fpu(vcpu);
	for_each_set_bit(i, (unsigned long *)&xfeatures_mask, XFEATURE_MAX)
		fpstate_clear_xstate_component(fpstate, i);
	if (fpu_in_use)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(u64_mask_in_use,
	   .id = "u64-mask-in-use",
	   .origin = "mainline fix of October 2025",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_IN_USE);
