// SPDX-License-Identifier: GPL-2.0-only
#include <cpuid.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/host/hidden.h"
#include "bench/host/host.h"
#include "bench/host/xstate.h"
#include "lib/base/err.h"

#define CPUID_XSTATE		0x0d
#define XSTATE_ALIGNED		0x2u		/* CPUID.(0DH,i):ECX */
#define ARCH_REQ_XCOMP_PERM	0x1023		/* asm/prctl.h; older libc headers lack it */
#define MASK_AMX		(BIT_ULL(XFEATURE_XTILE_CFG) | BIT_ULL(XFEATURE_XTILE_DATA))
#define MASK_PKRU		BIT_ULL(XFEATURE_PKRU)

#define MXCSR_OFFSET		24		/* SDM vol. 1, table 13-1 */
#define XMM_OFFSET		160
#define XMM_SIZE		256
#define X87_SIZE		160
#define MXCSR_DEFAULT		0x1f80
#define FCW_DEFAULT		0x37f
#define PAGE			4096UL

static u64 read_xcr0(void)
{
	u32 lo, hi;

	asm volatile("xgetbv" : "=a" (lo), "=d" (hi) : "c" (0));
	return lo | (u64)hi << 32;
}

static void detect_components(struct ib_xstate *x)
{
	struct ib_geometry *g = &x->geometry;

	for (unsigned int i = 0; i < XFEATURE_MAX; i++) {
		u32 eax = 0, ebx = 0, ecx = 0, edx;

		g->size[i] = ib_xfeatures[i].size;
		if (ib_xfeatures[i].aligned)
			g->aligned |= BIT_ULL(i);
		if (i <= XFEATURE_SSE)
			continue;
		__cpuid_count(CPUID_XSTATE, i, eax, ebx, ecx, edx);
		if (!eax)
			continue;
		g->size[i] = eax;
		g->offset[i] = ebx;
		g->aligned &= ~BIT_ULL(i);
		if (ecx & XSTATE_ALIGNED)
			g->aligned |= BIT_ULL(i);
	}
}

/* The offset behind the last of @set in a compacted image. */
static u32 compacted_end(const struct ib_geometry *g, u64 set)
{
	u32 end = IB_EXTENDED_OFFSET;

	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		if (!(set & BIT_ULL(i)))
			continue;
		if (g->aligned & BIT_ULL(i))
			end = (end + 63) & ~63u;
		end += g->size[i];
	}
	return end;
}

static u32 standard_end(const struct ib_geometry *g, u64 set)
{
	u32 end = IB_EXTENDED_OFFSET;

	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++)
		if (set & BIT_ULL(i) && g->offset[i] + g->size[i] > end)
			end = g->offset[i] + g->size[i];
	return end;
}

/* The hardware's own offset of a real component: only RFBM decides (SDM vol. 1, 13.4.3). */
static u32 compacted_offset(const struct ib_geometry *g, u64 set, unsigned int xfeature)
{
	u32 offset = compacted_end(g, set & (BIT_ULL(xfeature) - 1));

	return g->aligned & BIT_ULL(xfeature) ? (offset + 63) & ~63u : offset;
}

static u32 image_offset(const struct ib_xstate *x, u64 xfeatures, unsigned int xfeature)
{
	const struct ib_geometry *g = &x->geometry;

	if (!(x->rfbm & BIT_ULL(xfeature)))
		return x->shadow + compacted_offset(g, xfeatures, xfeature);
	if (g->compacted)
		return compacted_offset(g, x->rfbm, xfeature);
	return g->offset[xfeature];
}

void ib_xstate_geometry(const struct ib_xstate *x, u64 xfeatures, struct ib_geometry *g)
{
	*g = x->geometry;
	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		u32 offset = image_offset(x, xfeatures, i);

		g->shadow[i] = offset - compacted_offset(g, xfeatures, i);
		g->offset[i] = offset;
	}
}

int ib_xstate_detect(struct ib_xstate *x)
{
	u32 eax, ebx, ecx, edx;

	memset(x, 0, sizeof(*x));
	if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_OSXSAVE)) {
		ib_error("this CPU or kernel has no XSAVE (CPUID.1:ECX.OSXSAVE is 0): the user lane cannot run; is \"noxsave\" on the kernel's command line?");
		return -1;
	}
	if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
		x->erms = ebx & (1u << 9);
	if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx))
		x->fsrs = eax & (1u << 11);
	__cpuid_count(CPUID_XSTATE, 1, eax, ebx, ecx, edx);
	x->has_xsaveopt = eax & (1u << 0) && !ib_hidden("xsaveopt");
	x->has_xsavec = eax & (1u << 1) && !ib_hidden("xsavec");
	x->has_xgetbv1 = eax & (1u << 2) && !ib_hidden("xgetbv1");

	x->emulated = ib_emulated_host();
	x->xcr0 = read_xcr0();
	x->rfbm = x->xcr0 & (BIT_ULL(XFEATURE_MAX) - 1) & ~MASK_PKRU;
	if ((x->xcr0 & MASK_AMX) &&
	    syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILE_DATA))
		x->rfbm &= ~MASK_AMX;

	x->kernels = x->rfbm | (x->xcr0 & MASK_PKRU);
	x->geometry.compacted = x->has_xsavec;
	detect_components(x);
	x->hardware_size = x->has_xsavec ? compacted_end(&x->geometry, x->rfbm)
					 : standard_end(&x->geometry, x->rfbm);
	x->shadow = (x->hardware_size + 63) & ~63u;
	x->image_size = x->shadow + compacted_end(&x->geometry, BIT_ULL(XFEATURE_MAX) - 1);
	return 0;
}

const char *ib_xstate_here(const struct ib_xstate **x)
{
	static struct ib_xstate here;
	static bool detected;

	if (!detected && ib_xstate_detect(&here))
		return "no XSAVE; boot without \"noxsave\"";
	detected = true;
	*x = &here;
	return NULL;
}

const char *ib_xstate_memset(const struct ib_xstate *x)
{
	return x->fsrs ? "ib_memset_rep" : "ib_memset_loop";
}

u32 ib_xstate_bytes(const struct ib_xstate *x, u64 components)
{
	u32 bytes = 0;

	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if (components & BIT_ULL(i))
			bytes += x->geometry.size[i];
	return bytes;
}

static size_t fpstate_bytes(const struct ib_xstate *x)
{
	return (sizeof(struct fpstate) + x->image_size + 2 * PAGE - 1) & ~(PAGE - 1);
}

struct fpstate *ib_fpstate_alloc(const struct ib_xstate *x)
{
	struct fpstate *fpstate = ib_map(fpstate_bytes(x), MAP_PRIVATE);

	fpstate->xfeatures = x->rfbm;
	return fpstate;
}

void ib_fpstate_free(const struct ib_xstate *x, struct fpstate *fpstate)
{
	munmap(fpstate, fpstate_bytes(x));
}

u8 *ib_standard_component(const struct ib_xstate *x, struct xregs_state *image,
			  unsigned int xfeature)
{
	return (u8 *)image + (xfeature == XFEATURE_SSE ? XMM_OFFSET :
						       x->geometry.offset[xfeature]);
}

u8 *ib_component(const struct ib_xstate *x, const struct fpstate *fpstate, unsigned int xfeature)
{
	u8 *image = (u8 *)&fpstate->regs.xsave;

	if (xfeature == XFEATURE_FP)
		return image;
	if (xfeature == XFEATURE_SSE)
		return image + XMM_OFFSET;
	return image + image_offset(x, fpstate->xfeatures, xfeature);
}

static void fill_component(u8 *to, u32 size, unsigned int xfeature, u8 pattern)
{
	for (u32 i = 0; i < size; i++)
		to[i] = (u8)(pattern + 31 * xfeature + i) | 1;
}

/* Values that XRSTOR accepts in the fields that it checks. */
static void make_loadable(const struct ib_xstate *x, struct fpstate *fpstate)
{
	u8 *image = (u8 *)&fpstate->regs.xsave;
	const u16 fcw = FCW_DEFAULT;
	const u32 mxcsr = MXCSR_DEFAULT;

	memset(image, 0, X87_SIZE);
	memcpy(image, &fcw, sizeof(fcw));
	memcpy(image + MXCSR_OFFSET, &mxcsr, sizeof(mxcsr));
	if (fpstate->xfeatures & BIT_ULL(XFEATURE_BNDCSR)) {
		/* BNDCFGU and BNDSTATUS are 16 bytes; XSAVE need not write the rest. */
		u64 *bndcsr = (u64 *)ib_component(x, fpstate, XFEATURE_BNDCSR);
		u64 bndpreserve = 1 << 1, status = bndcsr[1];

		memset(bndcsr, 0, x->geometry.size[XFEATURE_BNDCSR]);
		bndcsr[0] = bndpreserve;
		bndcsr[1] = status;
	}
	if (x->rfbm & BIT_ULL(XFEATURE_XTILE_CFG)) {
		u8 *tilecfg = ib_component(x, fpstate, XFEATURE_XTILE_CFG);

		memset(tilecfg, 0, 64);
		tilecfg[0] = 1;		/* palette 1, SDM vol. 2, LDTILECFG */
	}
}

void ib_fpstate_fill(const struct ib_xstate *x, struct fpstate *fpstate, u64 in_use, u8 pattern)
{
	struct xstate_header *header = &fpstate->regs.xsave.header;

	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if (fpstate->xfeatures & BIT_ULL(i))
			fill_component(ib_component(x, fpstate, i), x->geometry.size[i], i,
				       pattern);
	make_loadable(x, fpstate);
	memset(header, 0, sizeof(*header));
	header->xfeatures = in_use & x->rfbm;
	if (x->geometry.compacted)
		header->xcomp_bv = BIT_ULL(63) | x->rfbm;
	fpstate->synthetic_bv = in_use & ~x->rfbm;
}
