// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mainline's fix of October 2025 (8819a49f9ff8, "Unload FPU state on INIT if and
 * only if its currently in-use"): as u64-mask, but the guest FPU is unloaded if
 * and only if it is in use. INIT taken inside KVM_GET_MP_STATE finds it not in
 * use. The fix warns where KVM_RUN and in_use disagree; its series also made put
 * and load refuse what is not, or is already, in use.
 */
#include "variants/variant.h"

/* As in include/linux/kvm_host.h; what marks the VM as bugged is never run. */
#define KVM_BUG_ON(cond, vcpu)						\
({									\
	bool bug_ = !!(cond);						\
									\
	if (WARN_ON_ONCE(bug_ && !(vcpu)->vm_bugged))			\
		(vcpu)->vm_bugged = true;				\
	unlikely(bug_);							\
})

static __always_inline void put_in_use(struct ib_vcpu *vcpu)
{
	if (KVM_BUG_ON(!vcpu->fpstate->in_use, vcpu))
		return;
	kvm_put_guest_fpu(vcpu);
}

static __always_inline void load_not_in_use(struct ib_vcpu *vcpu)
{
	if (KVM_BUG_ON(vcpu->fpstate->in_use, vcpu))
		return;
	kvm_load_guest_fpu(vcpu);
}

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

	WARN_ON_ONCE(vcpu->wants_to_run != fpstate->in_use);
	fpu_in_use = fpstate->in_use;
	if (fpu_in_use)
		put_in_use(vcpu);
	for_each_set_bit(i, (unsigned long *)&xfeatures_mask, XFEATURE_MAX)
		fpstate_clear_xstate_component(fpstate, i);
	if (fpu_in_use)
		load_not_in_use(vcpu);
}

IB_VARIANT(u64_mask_in_use,
	   .id = "u64-mask-in-use",
	   .origin = "mainline fix of October 2025, with its assertions",
	   .gate = IB_GATE_MASK,
	   .swap = IB_SWAP_IN_USE);
