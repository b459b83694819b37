// SPDX-License-Identifier: GPL-2.0-only
/* A guest, its registers, and the images that runs need. */
#include <linux/kernel.h>
#include <linux/vmalloc.h>

#include "kmod/kmod.h"

struct ib_caps kvm_caps;
u32 kvm_cpu_caps[NCAPINTS];

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
	if (static_cpu_has(X86_FEATURE_XSAVES))
		return XSTATE_OP("xsaves64", image, rfbm);
	if (image->header.xcomp_bv)
		return XSTATE_OP("xsavec64", image, rfbm);
	return XSTATE_OP("xsave64", image, rfbm);
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

	if (!ib_guest_alloc(vcpu))
		return -ENOMEM;
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
	ib_guest_free(&m->vcpu);
}
