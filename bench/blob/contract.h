/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract of variants/variant.h in user space. Names, bit numbers and
 * layouts are those of the SDM (vol. 1, ch. 13) and of the kernel's
 * asm/fpu/types.h; the one-word bitmap operations compile to what the
 * kernel's do when the number of bits is a small constant (include/linux/
 * find.h and bitmap.h: a masked load and a bit scan).
 *
 * Components that the CPU lacks are synthetic: they have bytes in a second
 * image behind the hardware's, at the offset a compacted image with them
 * would give them, and an XINUSE bit in software that put and load carry
 * over as XSAVEC and XRSTOR do for the real ones.
 */
#ifndef INITBENCH_BLOB_CONTRACT_H
#define INITBENCH_BLOB_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/xfeature.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define BITS_PER_BYTE		8
#define BITS_PER_LONG		64
#define BUILD_BUG_ON(cond)	_Static_assert(!(cond), #cond)
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define unlikely(cond)		__builtin_expect(!!(cond), 0)
#define noinline		__attribute__((noinline))

/* As the kernel's (arch/x86/include/asm/bug.h): a test and a branch to an UD2, fatal here. */
#define WARN_ON_ONCE(cond)						\
({									\
	bool hit_ = !!(cond);						\
									\
	if (unlikely(hit_))						\
		asm volatile("ud2");					\
	unlikely(hit_);							\
})

#define DECLARE_BITMAP(name, bits) unsigned long name[((bits) + BITS_PER_LONG - 1) / BITS_PER_LONG]

static __always_inline void bitmap_from_u64(unsigned long *dst, u64 mask)
{
	dst[0] = mask;
}

static __always_inline bool bitmap_empty(const unsigned long *src, unsigned int nbits)
{
	return !(*src & (~0UL >> (BITS_PER_LONG - nbits)));
}

static __always_inline unsigned long find_next_bit(const unsigned long *addr, unsigned long size,
						   unsigned long offset)
{
	unsigned long val;

	if (offset >= size)
		return size;
	val = *addr & (~0UL >> (BITS_PER_LONG - size)) & (~0UL << offset);
	return val ? (unsigned long)__builtin_ctzl(val) : size;
}

#define for_each_set_bit(bit, addr, size)				\
	for ((bit) = find_next_bit((addr), (size), 0);			\
	     (bit) < (size);						\
	     (bit) = find_next_bit((addr), (size), (bit) + 1))

/* CPUID.(7,0):EBX bit 14: word 9 of the kernel's capability array. */
#define X86_FEATURE_MPX		(9 * 32 + 14)
#define NCAPINTS		16

struct xstate_header {
	u64 xfeatures;		/* XSTATE_BV */
	u64 xcomp_bv;
	u64 reserved[6];
};

struct xregs_state {
	u8 i387[512];
	struct xstate_header header;
	u8 extended_state_area[];
} __attribute__((aligned(64)));

/**
 * struct fpstate - a guest's or host's FPU state in memory
 * @xfeatures: all components of the image, real and synthetic: what the
 *             kernel reads from xcomp_bv to walk the compacted layout
 * @synthetic_bv: XSTATE_BV of the synthetic components
 * @in_use: the state is live in the registers
 * @regs: the image; 64-byte aligned, as XSAVE wants it
 */
struct fpstate {
	u64 xfeatures;
	u64 synthetic_bv;
	bool in_use;
	struct {
		struct xregs_state xsave;
	} regs;
};

/**
 * struct ib_span - components that are adjacent in the image
 * @mask: their bits
 * @offset: bytes from the start of the image
 * @size: bytes
 *
 * Computed from CPUID when the image is made; components that are not
 * adjacent to another of the mask are spans of their own.
 */
struct ib_span {
	u64 mask;
	u32 offset;
	u32 size;
};

#define IB_MAX_SPANS	XFEATURE_MAX

/* A byte in memory. */
struct ib_poke {
	u8 *at;
	u8 value;
};

/**
 * struct ib_vcpu - what a variant is given
 * @fpstate: the guest's state
 * @host: the host's state, swapped in by put
 * @init: an image with XSTATE_BV = 0, for ib_xrstor_init()
 * @rfbm: the components that put and load move: XCR0 less PKRU, which KVM
 *        switches apart
 * @synthetic_xinuse: XINUSE of the synthetic components
 * @stand_in: a real component that ib_xrstor_init() initialises in place of
 *            synthetic ones, so that the instruction has work to do
 * @wants_to_run: the vCPU is in KVM_RUN: its state is live
 * @vm_bugged: as vcpu->kvm->vm_bugged: KVM has given the guest up
 * @fpu_reloads: counts put and load, as vcpu->stat.fpu_reload does
 * @probe: what ib_probe_load() reads
 * @area: an image in the standard format, for single instructions
 * @source: the image that the guest's registers were loaded from
 * @nr_pokes: entries of @poke
 * @poke: bytes that ib_body_poke() writes, for a save to overwrite or not
 * @nr_spans: entries of @span
 * @span: see struct ib_span
 */
struct ib_vcpu {
	struct fpstate *fpstate;
	struct fpstate *host;
	struct xregs_state *init;
	u64 rfbm;
	u64 synthetic_xinuse;
	u64 stand_in;
	bool wants_to_run;
	bool vm_bugged;
	u64 fpu_reloads;
	const void *probe;
	struct xregs_state *area;
	const struct xregs_state *source;
	u32 nr_pokes;
	struct ib_poke poke[XFEATURE_MAX];
	u32 nr_spans;
	struct ib_span span[IB_MAX_SPANS];
};

struct ib_caps {
	u64 supported_xcr0;
	u64 supported_xss;
};

extern struct ib_caps kvm_caps;
extern u32 kvm_cpu_caps[NCAPINTS];

static __always_inline bool kvm_cpu_cap_has(unsigned int x86_feature)
{
	return kvm_cpu_caps[x86_feature / 32] & (1U << (x86_feature & 31));
}

static __always_inline u64 ib_xstate_bv(const struct fpstate *fpstate)
{
	return fpstate->regs.xsave.header.xfeatures | fpstate->synthetic_bv;
}

static __always_inline void ib_xstate_bv_clear(struct fpstate *fpstate, u64 mask)
{
	fpstate->regs.xsave.header.xfeatures &= ~mask;
	fpstate->synthetic_bv &= ~mask;
}

void kvm_put_guest_fpu(struct ib_vcpu *vcpu);
void kvm_load_guest_fpu(struct ib_vcpu *vcpu);
void fpstate_clear_xstate_component(struct fpstate *fpstate, unsigned int xfeature);
void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask);
void *memset(void *s, int c, size_t n);

#endif
