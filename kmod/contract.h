/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract of variants/variant.h in the kernel: the kernel's own API,
 * and what of KVM the variants use (fpu_kernel.c or fpu_private.c).
 */
#ifndef INITBENCH_KMOD_CONTRACT_H
#define INITBENCH_KMOD_CONTRACT_H

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <asm/fpu/types.h>

/*
 * SDM vol. 1, 13.1. Enumerators of later kernels, by several names, which the
 * preprocessor cannot ask for.
 */
#define XFEATURE_CET_USER	11
#define XFEATURE_CET_KERNEL	12

#define XFEATURE_MASK_MPX	(XFEATURE_MASK_BNDREGS | XFEATURE_MASK_BNDCSR)
#define XFEATURE_MASK_CET	(BIT_ULL(XFEATURE_CET_USER) | BIT_ULL(XFEATURE_CET_KERNEL))

/**
 * struct ib_span - components that are adjacent in the image
 * @mask: their bits
 * @offset: bytes from the start of the image
 * @size: bytes
 */
struct ib_span {
	u64 mask;
	u32 offset;
	u32 size;
};

/**
 * struct ib_vcpu - what a variant is given
 * @fpstate: the guest's state
 * @guest: as KVM's vcpu->arch.guest_fpu; unused where the kernel keeps its
 *         functions for KVM
 * @host: the host's state, there: what put swaps in
 * @init: an image with XSTATE_BV = 0, for ib_xrstor_init()
 * @wants_to_run: the vCPU is in KVM_RUN: its state is live
 * @vm_bugged: as vcpu->kvm->vm_bugged: KVM has given the guest up
 * @fpu_reloads: counts put and load
 * @nr_spans: entries of @span
 * @span: runs of adjacent components of the row's mask
 */
struct ib_vcpu {
	struct fpstate *fpstate;
	struct fpu_guest guest;
	struct fpstate *host;
	struct xregs_state *init;
	bool wants_to_run;
	bool vm_bugged;
	u64 fpu_reloads;
	u32 nr_spans;
	struct ib_span span[BITS_PER_LONG];
};

/* The part of KVM's struct kvm_caps that is used. */
struct ib_caps {
	u64 supported_xcr0;
	u64 supported_xss;
};

extern struct ib_caps kvm_caps;
extern u32 kvm_cpu_caps[NCAPINTS];

static __always_inline bool kvm_cpu_cap_has(unsigned int x86_feature)
{
	return kvm_cpu_caps[x86_feature / 32] & BIT(x86_feature & 31);
}

static __always_inline u64 ib_xstate_bv(const struct fpstate *fpstate)
{
	return fpstate->regs.xsave.header.xfeatures;
}

static __always_inline void ib_xstate_bv_clear(struct fpstate *fpstate, u64 mask)
{
	fpstate->regs.xsave.header.xfeatures &= ~mask;
}

void kvm_put_guest_fpu(struct ib_vcpu *vcpu);
void kvm_load_guest_fpu(struct ib_vcpu *vcpu);
void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask);

#endif
