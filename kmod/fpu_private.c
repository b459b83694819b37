// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's FPU where the kernel keeps its functions to itself or to KVM (see
 * exports.sh): XSAVES and XRSTORS of our own on buffers of our own, within
 * kernel_fpu_begin() and kernel_fpu_end(). The task's registers are saved by the
 * former and come back on its way to user space.
 * An object of its own, so that no variant can inline it.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <asm/fpu/xcr.h>
#include <asm/msr.h>

#include "kmod/kmod.h"

/* Asked for by a guest, or switched by others than put and load. */
#define NOT_PRIVATE	(XFEATURE_MASK_XTILE_DATA | XFEATURE_MASK_LBR)

const u32 ib_fpu = INITBENCH_FPU_PRIVATE;

static struct fpstate *fpstate_alloc(void)
{
	u64 xfeatures = xgetbv(XCR_XFEATURE_ENABLED_MASK), xss = 0, xcomp_bv = 0;
	struct fpstate *fpstate;
	u32 size;

	if (boot_cpu_has(X86_FEATURE_XSAVES))
		rdmsrq(MSR_IA32_XSS, xss);
	xfeatures = (xfeatures | xss) & (BIT_ULL(XFEATURE_MAX) - 1) & ~NOT_PRIVATE;
	if (boot_cpu_has(X86_FEATURE_XSAVES) || boot_cpu_has(X86_FEATURE_XSAVEC))
		xcomp_bv = IB_XCOMP_BV_COMPACTED | xfeatures;
	size = ib_image_size(xcomp_bv, xfeatures);

	/* XSAVE wants 64 bytes of alignment; vzalloc() gives a page. */
	fpstate = vzalloc(offsetof(struct fpstate, regs) + PAGE_ALIGN(size));
	if (fpstate) {
		fpstate->size = size;
		fpstate->xfeatures = xfeatures;
		fpstate->user_xfeatures = xfeatures & ~xss;
		fpstate->is_valloc = true;
		fpstate->is_guest = true;
		fpstate->regs.xsave.header.xcomp_bv = xcomp_bv;
		ib_image_fill(&fpstate->regs.xsave, 0, 0, 0);
	}
	return fpstate;
}

bool ib_guest_alloc(struct ib_vcpu *vcpu)
{
	vcpu->fpstate = fpstate_alloc();
	vcpu->host = fpstate_alloc();
	if (vcpu->fpstate && vcpu->host)
		return true;
	ib_guest_free(vcpu);
	return false;
}

void ib_guest_free(struct ib_vcpu *vcpu)
{
	vfree(vcpu->host);
	vfree(vcpu->fpstate);
}

void ib_fpu_begin(struct ib_vcpu *vcpu)
{
	kernel_fpu_begin();
}

/* Supervisor state that only guests have is nobody else's to restore. */
void ib_fpu_end(struct ib_vcpu *vcpu)
{
	ib_xrstor(vcpu->init, ib_live_components(vcpu));
	kernel_fpu_end();
}

const struct fpstate *ib_host_fpstate(const struct ib_vcpu *vcpu)
{
	return vcpu->host;
}

bool ib_fpu_check(struct ib_vcpu *vcpu)
{
	return true;
}

void kvm_put_guest_fpu(struct ib_vcpu *vcpu)
{
	u64 live = ib_live_components(vcpu);

	ib_xsave(&vcpu->fpstate->regs.xsave, live);
	vcpu->fpstate->in_use = false;
	ib_xrstor(&vcpu->host->regs.xsave, live);
	vcpu->fpu_reloads++;
}

void kvm_load_guest_fpu(struct ib_vcpu *vcpu)
{
	u64 live = ib_live_components(vcpu);

	ib_xsave(&vcpu->host->regs.xsave, live);
	vcpu->fpstate->in_use = true;
	ib_xrstor(&vcpu->fpstate->regs.xsave, live);
	vcpu->fpu_reloads++;
}

void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask)
{
	ib_xrstor(vcpu->init, mask);
}

static noinline void *xsave_addr(struct xregs_state *image, unsigned int xfeature)
{
	if (!(image->header.xfeatures & BIT_ULL(xfeature)))
		return NULL;
	return ib_component(image, xfeature);
}

/* What the kernel's does: get_xsave_addr() and memset(). */
void fpstate_clear_xstate_component(struct fpstate *fpstate, unsigned int xfeature)
{
	void *addr = xsave_addr(&fpstate->regs.xsave, xfeature);

	if (addr)
		memset(addr, 0, ib_component_size(xfeature));
}
