// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user-space side of variants/variant.h: what arch/x86/kernel/fpu gives
 * KVM, on an image of ours. It is an object of its own, as it is in the
 * kernel, so that no variant can inline it.
 */
#include "bench/blob/code/xsave.h"
#include "bench/blob/code/xstate.h"

struct ib_caps kvm_caps;
u32 kvm_cpu_caps[NCAPINTS];
struct ib_geometry ib_geometry;

/*
 * The kernel walks the components below @xfeature of the compacted image on
 * each call (xfeature_get_offset() in arch/x86/kernel/fpu/xstate.c, 6.1 to
 * 6.18); so does this, so that its cost grows with their number as there.
 */
static u32 component_offset(u64 xfeatures, unsigned int xfeature)
{
	const unsigned long extended = xfeatures;
	u32 offset = IB_EXTENDED_OFFSET;
	unsigned int i;

	if (!ib_geometry.compacted)
		return ib_geometry.offset[xfeature];

	for (i = find_next_bit(&extended, XFEATURE_MAX, XFEATURE_YMM); i < XFEATURE_MAX;
	     i = find_next_bit(&extended, XFEATURE_MAX, i + 1)) {
		if (ib_geometry.aligned & BIT_ULL(i))
			offset = (offset + 63) & ~63U;
		if (i == xfeature)
			break;
		offset += ib_geometry.size[i];
	}
	return offset + ib_geometry.shadow[xfeature];
}

static void *get_xsave_addr(struct fpstate *fpstate, unsigned int xfeature)
{
	if (!(ib_xstate_bv(fpstate) & BIT_ULL(xfeature)))
		return NULL;
	return (u8 *)&fpstate->regs.xsave + component_offset(fpstate->xfeatures, xfeature);
}

void fpstate_clear_xstate_component(struct fpstate *fpstate, unsigned int xfeature)
{
	void *addr = get_xsave_addr(fpstate, xfeature);

	if (addr)
		memset(addr, 0, ib_geometry.size[xfeature]);
}

void kvm_put_guest_fpu(struct ib_vcpu *vcpu)
{
	struct fpstate *guest = vcpu->fpstate;

	ib_xsave(&guest->regs.xsave, vcpu->rfbm, ib_geometry.compacted);
	guest->synthetic_bv = vcpu->synthetic_xinuse;
	guest->in_use = false;
	ib_xrstor(&vcpu->host->regs.xsave, vcpu->rfbm);
	vcpu->fpu_reloads++;
}

void kvm_load_guest_fpu(struct ib_vcpu *vcpu)
{
	struct fpstate *guest = vcpu->fpstate;

	ib_xsave(&vcpu->host->regs.xsave, vcpu->rfbm, ib_geometry.compacted);
	guest->in_use = true;
	ib_xrstor(&guest->regs.xsave, vcpu->rfbm);
	vcpu->synthetic_xinuse = guest->synthetic_bv;
	vcpu->fpu_reloads++;
}

void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask)
{
	u64 real = mask & vcpu->rfbm;

	if (real != mask)
		real |= vcpu->stand_in;
	ib_xrstor(vcpu->init, real);
	vcpu->synthetic_xinuse &= ~mask;
}

/*
 * The kernel patches its memset() at boot (arch/x86/lib/memset_64.S): since
 * 6.4 "rep stosb" where the CPU has fast short REP STOSB, else a loop of
 * 64 bytes a turn. The loader binds memset to one of these two likewise.
 */
void *ib_memset_rep(void *s, int c, size_t n)
{
	void *to = s;

	asm volatile("rep stosb" : "+D" (to), "+c" (n) : "a" (c) : "memory");
	return s;
}

void *ib_memset_loop(void *s, int c, size_t n)
{
	u64 word = (u8)c * 0x0101010101010101ULL;
	u64 *to = s;
	u8 *tail;

	for (; n >= 64; n -= 64, to += 8) {
		to[0] = word;
		to[1] = word;
		to[2] = word;
		to[3] = word;
		to[4] = word;
		to[5] = word;
		to[6] = word;
		to[7] = word;
		asm volatile("" : : : "memory");
	}
	for (; n >= 8; n -= 8) {
		*to++ = word;
		asm volatile("" : : : "memory");
	}
	for (tail = (u8 *)to; n; n--) {
		*tail++ = c;
		asm volatile("" : : : "memory");
	}
	return s;
}

void __stack_chk_fail(void);
void __stack_chk_fail(void)
{
	__builtin_trap();
}
