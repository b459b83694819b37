// SPDX-License-Identifier: GPL-2.0-only
/*
 * If the state is live, one XRSTOR(S) with RFBM = mask and XSTATE_BV = 0 puts
 * just those components into their INIT state in the registers (SDM vol. 1,
 * 13.8); no save, no reload. If it is not live, memory is cleared.
 */
#include "variants/variant.h"

static __always_inline void xrstor_init(struct ib_vcpu *vcpu, bool init_event, const bool live)
{
	struct fpstate *fpstate = vcpu->fpstate;
	u64 xfeatures_mask;
	unsigned int i;

	if (!init_event || !fpstate)
		return;

	xfeatures_mask = kvm_clear_on_init_mask();
	if (!xfeatures_mask)
		return;

	if (fpstate->in_use) {
		ib_xrstor_init(vcpu, xfeatures_mask);
		return;
	}
	for_each_set_bit(i, (unsigned long *)&xfeatures_mask, XFEATURE_MAX)
		fpstate_clear_xstate_component(fpstate, i);
}

IB_VARIANT(xrstor_init,
	   .id = "xrstor-init",
	   .origin = "beyond the thread: initialise live components in place",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_NEVER);
