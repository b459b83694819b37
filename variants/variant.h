/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a variant is. A variant is one file in this folder: a way of zeroing
 * the XSTATE components that INIT clears. The same file is built into the
 * kernel module (kmod/contract.h stands on the kernel's own API) and into the
 * user-space program (bench/blob/contract.h stands on an XSAVE image laid out
 * by CPUID); both give it
 *
 *   vcpu->fpstate                     the guest's struct fpstate, with ->in_use
 *   kvm_caps.supported_xcr0 / _xss    the mask axis: what the guest may have
 *   kvm_cpu_cap_has()                 a CPUID bit of the guest
 *   kvm_put_guest_fpu(vcpu)           save the guest's registers, restore the host's
 *   kvm_load_guest_fpu(vcpu)          the reverse
 *   fpstate_clear_xstate_component()  get_xsave_addr() + memset(), out of line
 *   ib_xstate_bv(fpstate)             XSTATE_BV of the image in memory
 *   ib_xstate_bv_clear(fpstate, mask) clear bits of it
 *   ib_xrstor_init(vcpu, mask)        XRSTOR(S) with RFBM = mask, XSTATE_BV = 0
 *   vcpu->wants_to_run, ->vm_bugged   what KVM asserts about the state
 *   vcpu->span[], vcpu->nr_spans      runs of adjacent components (see struct ib_span)
 *   u64, BIT_ULL, bitmap_*(), for_each_set_bit(), XFEATURE_*: as in the kernel
 *
 * To add a variant, add a file: write
 *
 *   static __always_inline void NAME(struct ib_vcpu *vcpu, bool init_event, const bool live)
 *
 * where @live is the fpu axis: put and load are called only `if (live)`, which
 * is a constant in each of the two functions IB_VARIANT() makes of it.
 */
#ifndef INITBENCH_VARIANT_H
#define INITBENCH_VARIANT_H

#ifdef __KERNEL__
#include "kmod/contract.h"
#else
#include "bench/blob/contract.h"
#endif

/**
 * enum ib_gate - what a variant tests before it does anything
 * @IB_GATE_MPX: both MPX components are in the mask; clears those two
 * @IB_GATE_PAIRS: the MPX pair and the CET pair, each behind its own test
 * @IB_GATE_MASK: the mask is not empty; clears all of it
 */
enum ib_gate {
	IB_GATE_MPX,
	IB_GATE_PAIRS,
	IB_GATE_MASK,
};

/**
 * enum ib_swap - when a variant puts and reloads the guest FPU
 * @IB_SWAP_ALWAYS: on INIT, whenever its gate is open
 * @IB_SWAP_IN_USE: only if fpstate->in_use
 * @IB_SWAP_NEVER: never: live registers are initialised in place
 */
enum ib_swap {
	IB_SWAP_ALWAYS,
	IB_SWAP_IN_USE,
	IB_SWAP_NEVER,
};

/**
 * struct ib_variant - a variant, and what it is expected to do
 * @id: name on the command line and in every table
 * @origin: where the code comes from
 * @bug: why it clears nothing, printed wherever the row is; NULL if it clears
 * @gate: what it tests first
 * @swap: when it puts and loads
 * @clears_on_reset: on RESET it clears as well, without put and load
 * @clears_header_only: it clears XSTATE_BV rather than bytes: a reader of the raw bytes
 *           sees the old ones
 * @clear: the fpu axis "none": the state is in memory already
 * @putload: the fpu axis "putload": the state is live
 *
 * The oracles compare what the code did with these fields.
 */
struct ib_variant {
	const char *id;
	const char *origin;
	const char *bug;
	enum ib_gate gate;
	enum ib_swap swap;
	bool clears_on_reset;
	bool clears_header_only;
	void (*clear)(struct ib_vcpu *vcpu, bool init_event);
	void (*putload)(struct ib_vcpu *vcpu, bool init_event);
};

/**
 * IB_VARIANT() - define a variant
 * @name: the always-inline body; also the symbol: ib_variant_<name>
 * @...: the fields of struct ib_variant but for the two functions
 *
 * A file may include another after naming its body anew by #define, with IB_ID_SUFFIX to be
 * appended to its id: the same code a second time. See u64_mask_again.c.
 */
#define IB_VARIANT(name, ...)	IB_VARIANT_OF(name, __VA_ARGS__)

#ifndef IB_ID_SUFFIX
#define IB_ID_SUFFIX	""
#endif

#define IB_VARIANT_OF(name, ...)						\
static void name##_clear(struct ib_vcpu *vcpu, bool init_event)		\
{										\
	name(vcpu, init_event, false);						\
}										\
static void name##_putload(struct ib_vcpu *vcpu, bool init_event)		\
{										\
	name(vcpu, init_event, true);						\
}										\
extern const struct ib_variant ib_variant_##name;				\
const struct ib_variant ib_variant_##name = {					\
	__VA_ARGS__,								\
	.clear = name##_clear,							\
	.putload = name##_putload,						\
}

/*
 * The kernel's constant names just MPX and CET. Here it names every extended
 * component (all but x87 and SSE), so that the synthetic n-component masks
 * pass; it is an AND with a constant either way.
 */
#define XSTATE_CLEAR_ON_INIT_MASK	0x000ffffcULL

/**
 * ib_gate_opens() - components that a gate lets a variant clear
 * @gate: what the variant tests
 * @mask: components the guest supports
 *
 * For the oracles; no variant calls it.
 */
static inline u64 ib_gate_opens(enum ib_gate gate, u64 mask)
{
	u64 pairs = 0;

	if (gate == IB_GATE_MASK)
		return mask;
	if ((mask & XFEATURE_MASK_MPX) == XFEATURE_MASK_MPX)
		pairs |= XFEATURE_MASK_MPX;
	if (gate == IB_GATE_PAIRS && (mask & XFEATURE_MASK_CET) == XFEATURE_MASK_CET)
		pairs |= XFEATURE_MASK_CET;
	return pairs;
}

static __always_inline bool kvm_mpx_supported(void)
{
	return (kvm_caps.supported_xcr0 & XFEATURE_MASK_MPX) == XFEATURE_MASK_MPX;
}

static __always_inline bool kvm_cet_supported(void)
{
	return (kvm_caps.supported_xss & XFEATURE_MASK_CET) == XFEATURE_MASK_CET;
}

static __always_inline u64 kvm_clear_on_init_mask(void)
{
	return (kvm_caps.supported_xcr0 | kvm_caps.supported_xss) & XSTATE_CLEAR_ON_INIT_MASK;
}

#endif
