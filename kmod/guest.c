// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's FPU as KVM has it: allocated, put and loaded by the kernel's own
 * functions. An object of its own, so that no variant can inline it.
 */
#include <linux/kernel.h>
#include <linux/vmalloc.h>

#include "kmod/kmod.h"

struct ib_caps kvm_caps;
u32 kvm_cpu_caps[NCAPINTS];

void kvm_put_guest_fpu(struct ib_vcpu *vcpu)
{
	fpu_swap_kvm_fpstate(&vcpu->guest, false);
	vcpu->fpu_reloads++;
}

void kvm_load_guest_fpu(struct ib_vcpu *vcpu)
{
	fpu_swap_kvm_fpstate(&vcpu->guest, true);
	vcpu->fpu_reloads++;
}

/* 0, or -EFAULT if the instruction faults on what the image holds. */
#define XSTATE_OP(instruction, image, rfbm)						\
({											\
	int err_ = 0;									\
											\
	asm volatile("1: " instruction " %[to]\n2:\n"					\
		     _ASM_EXTABLE_TYPE_REG(1b, 2b, EX_TYPE_EFAULT_REG, %[err])		\
		     : [err] "+r" (err_), [to] "+m" (*(image))				\
		     : "a" ((u32)(rfbm)), "d" ((u32)((rfbm) >> 32)) : "memory");	\
	err_;										\
})

int ib_xrstor(struct xregs_state *image, u64 rfbm)
{
	if (static_cpu_has(X86_FEATURE_XSAVES))
		return XSTATE_OP("xrstors64", image, rfbm);
	return XSTATE_OP("xrstor64", image, rfbm);
}

/* In the format of the image: its xcomp_bv says whether it is compacted. */
int ib_xsave(struct xregs_state *image, u64 rfbm)
{
	if (boot_cpu_has(X86_FEATURE_XSAVES))
		return XSTATE_OP("xsaves64", image, rfbm);
	if (image->header.xcomp_bv)
		return XSTATE_OP("xsavec64", image, rfbm);
	return XSTATE_OP("xsave64", image, rfbm);
}

/*
 * As fpu_update_guest_xfd() and fpu__clear_user_states() do: what is not in
 * the registers is in memory, and TIF_NEED_FPU_LOAD says which.
 */
void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask)
{
	fpregs_lock();
	if (test_thread_flag(TIF_NEED_FPU_LOAD))
		ib_xstate_bv_clear(vcpu->fpstate, mask);
	else
		ib_xrstor(vcpu->init, mask);
	fpregs_unlock();
}

u64 ib_live_components(const struct ib_vcpu *vcpu)
{
	return vcpu->fpstate->xfeatures & ~XFEATURE_MASK_PKRU;
}

static struct xregs_state *image_alloc(const struct ib_machine *m)
{
	struct xregs_state *image = vzalloc(m->image_size);

	if (image) {
		image->header.xcomp_bv = m->vcpu.fpstate->regs.xsave.header.xcomp_bv;
		ib_image_fill(image, 0, 0, 0);
	}
	return image;
}

int ib_machine_init(struct ib_machine *m)
{
	struct ib_vcpu *vcpu = &m->vcpu;

	if (!fpu_alloc_guest_fpstate(&vcpu->guest))
		return -ENOMEM;
	vcpu->fpstate = vcpu->guest.fpstate;
	m->image_size = vcpu->fpstate->size;
	vcpu->init = image_alloc(m);
	m->start = image_alloc(m);
	m->after = image_alloc(m);
	m->seen = image_alloc(m);
	if (!vcpu->init || !m->start || !m->after || !m->seen) {
		ib_machine_destroy(m);
		return -ENOMEM;
	}
	return 0;
}

void ib_machine_destroy(struct ib_machine *m)
{
	vfree(m->seen);
	vfree(m->after);
	vfree(m->start);
	vfree(m->vcpu.init);
	fpu_free_guest_fpstate(&m->vcpu.guest);
}
