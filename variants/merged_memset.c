// SPDX-License-Identifier: GPL-2.0-only
/*
 * One memset() over components that are adjacent in the compacted layout
 * (BNDREGS + BNDCSR, CET user + kernel). The spans come from CPUID when the
 * guest's image is made; where nothing is adjacent a span is one component.
 */
#include "variants/variant.h"

static __always_inline void merged_memset(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	u64 xfeatures_mask;
	unsigned int i;

	if (!init_event || !fpstate)
		return;

	xfeatures_mask = kvm_clear_on_init_mask();
	if (!xfeatures_mask)
		return;

	if (live)
		kvm_put_guest_fpu(vcpu);
	xfeatures_mask &= ib_xstate_bv(fpstate);
	for (i = 0; i < vcpu->nr_spans; i++) {
		const struct ib_span *span = &vcpu->span[i];

		if (xfeatures_mask & span->mask)
			memset((u8 *)&fpstate->regs.xsave + span->offset, 0, span->size);
	}
	if (live)
		kvm_load_guest_fpu(vcpu);
}

IB_VARIANT(merged_memset,
	   .id = "merged-memset",
	   .origin = "beyond the thread: one memset over adjacent components",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_ALWAYS);
