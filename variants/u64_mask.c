// SPDX-License-Identifier: GPL-2.0-only
/*
 * The review's proposal: a u64 mask, walked by for_each_set_bit() through a
 * cast. Its first draft did not compile (BUILD_BUG_ON() compared with
 * bytes, for_each_set_bit() was given the value); this is the final form.
 */
#include "variants/variant.h"

static __always_inline void u64_mask(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	u64 xfeatures_mask;
	unsigned int i;

	if (!init_event || !fpstate)
		return;

	xfeatures_mask = kvm_clear_on_init_mask();
	if (!xfeatures_mask)
		return;

	BUILD_BUG_ON(sizeof(xfeatures_mask) * BITS_PER_BYTE <= XFEATURE_MAX);

	if (live)
		kvm_put_guest_fpu(vcpu);
	for_each_set_bit(i, (unsigned long *)&xfeatures_mask, XFEATURE_MAX)
		fpstate_clear_xstate_component(fpstate, i);
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(u64_mask,
	   .id = "u64-mask" IB_ID_SUFFIX,
	   .origin = "the review's proposal; mainline 6.18-rc",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
