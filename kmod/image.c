// SPDX-License-Identifier: GPL-2.0-only
/*
 * The XSAVE image: where components lie (CPUID leaf 0DH; SDM vol. 1, 13.4)
 * and patterns that can be told from zero and from each other.
 */
#include <linux/kernel.h>
#include <asm/processor.h>

#include "kmod/kmod.h"

#define CPUID_XSTATE		0x0d
#define CPUID_SUPERVISOR	BIT(0)	/* CPUID.(0DH,i):ECX */
#define CPUID_ALIGNED		BIT(1)
#define EXTENDED_OFFSET		576

#define MXCSR_INIT		0x1f80	/* SDM vol. 1, 13.6 */
#define FCW_INIT		0x37f

static struct {
	u32 size[INITBENCH_COMPONENTS];
	u32 offset[INITBENCH_COMPONENTS];
	u64 supervisor;
	u64 aligned;
} layout __ro_after_init;

int __init ib_image_init(void)
{
	unsigned int i;

	if (!boot_cpu_has(X86_FEATURE_XSAVE)) {
		pr_err("initbench: this CPU or kernel has no XSAVE; is \"noxsave\" on the command line?\n");
		return -ENODEV;
	}
	layout.size[XFEATURE_FP] = offsetof(struct fxregs_state, xmm_space);
	layout.size[XFEATURE_SSE] = sizeof_field(struct fxregs_state, xmm_space);
	layout.offset[XFEATURE_SSE] = offsetof(struct fxregs_state, xmm_space);
	for (i = XFEATURE_YMM; i < INITBENCH_COMPONENTS - 1; i++) {
		u32 ecx, edx;

		cpuid_count(CPUID_XSTATE, i, &layout.size[i], &layout.offset[i], &ecx, &edx);
		if (ecx & CPUID_SUPERVISOR)
			layout.supervisor |= BIT_ULL(i);
		if (ecx & CPUID_ALIGNED)
			layout.aligned |= BIT_ULL(i);
	}
	return 0;
}

u64 ib_supervisor_components(void)
{
	return layout.supervisor;
}

u32 ib_component_size(unsigned int xfeature)
{
	return layout.size[xfeature];
}

u32 ib_component_offset(u64 xcomp_bv, unsigned int xfeature)
{
	u32 offset = EXTENDED_OFFSET;
	unsigned int i;

	if (xfeature < XFEATURE_YMM || !(xcomp_bv & IB_XCOMP_BV_COMPACTED))
		return layout.offset[xfeature];

	for (i = XFEATURE_YMM; i <= xfeature; i++) {
		if (!(xcomp_bv & BIT_ULL(i)))
			continue;
		if (layout.aligned & BIT_ULL(i))
			offset = ALIGN(offset, 64);
		if (i < xfeature)
			offset += layout.size[i];
	}
	return offset;
}

u32 ib_image_size(u64 xcomp_bv, u64 xfeatures)
{
	u32 size = EXTENDED_OFFSET;
	unsigned int i;

	for (i = XFEATURE_YMM; i < XFEATURE_MAX; i++)
		if (xfeatures & BIT_ULL(i))
			size = max(size, ib_component_offset(xcomp_bv, i) + layout.size[i]);
	return size;
}

void *ib_component(const struct xregs_state *image, unsigned int xfeature)
{
	return (u8 *)image + ib_component_offset(image->header.xcomp_bv, xfeature);
}

/* Addresses that are canonical, aligned (the first to a page), and nobody's. */
#define ADDRESS(i)	(0x00007f1234567000ULL + 16 * (i))

/*
 * Values for components that XRSTOR and XRSTORS do not accept at random: no
 * reserved bit, nothing enabled, so that they are inert while they are loaded.
 */
static const struct {
	unsigned int xfeature;
	u32 bytes;
	u64 value[8];
} loadable[] = {
	/* BNDCFGU with BNDPRESERVE, BNDSTATUS: SDM vol. 1, E.5 */
	{ XFEATURE_BNDCSR, 16, { ADDRESS(0) | BIT(1), 0x5a5a5a5cULL } },
	/* IA32_PASID, not valid: SDM vol. 4 */
	{ XFEATURE_PASID, 8, { 0x5a5a5 } },
	/* IA32_U_CET with a bitmap's address, IA32_PL3_SSP: SDM vol. 1, 17.2 */
	{ XFEATURE_CET_USER, 16, { ADDRESS(0), ADDRESS(1) } },
	/* IA32_PL0_SSP to IA32_PL2_SSP */
	{ XFEATURE_CET_KERNEL, 24, { ADDRESS(2), ADDRESS(3), ADDRESS(4) } },
};

static void fill_component(u8 *to, unsigned int xfeature, u8 pattern)
{
	u32 i, size = layout.size[xfeature];

	for (i = 0; i < size; i++)
		to[i] = (u8)(pattern + 31 * xfeature + i) | 1;
	for (i = 0; i < ARRAY_SIZE(loadable); i++)
		if (loadable[i].xfeature == xfeature)
			memcpy(to, loadable[i].value, min(size, loadable[i].bytes));
}

/**
 * ib_image_fill() - pattern all components of an image
 * @image: its xcomp_bv says where components lie
 * @xfeatures: the components it has
 * @in_use: what XSTATE_BV becomes
 * @pattern: tells images apart
 */
void ib_image_fill(struct xregs_state *image, u64 xfeatures, u64 in_use, u8 pattern)
{
	unsigned int i;

	memset(&image->i387, 0, sizeof(image->i387));
	image->i387.cwd = FCW_INIT;
	image->i387.mxcsr = MXCSR_INIT;
	for (i = XFEATURE_SSE; i < XFEATURE_MAX; i++)
		if (xfeatures & BIT_ULL(i))
			fill_component(ib_component(image, i), i, pattern);
	image->header.xfeatures = in_use;
}

/* Bytes of a component that XSAVE writes; the rest of it is reserved. */
u32 ib_component_used(unsigned int xfeature)
{
	switch (xfeature) {
	case XFEATURE_BNDCSR:
		return 16;
	case XFEATURE_PKRU:
		return 4;
	default:
		return layout.size[xfeature];
	}
}

/**
 * ib_spans() - join components of a mask that are adjacent in an image
 * @span: room for BITS_PER_LONG
 * @xcomp_bv: of the image
 * @mask: the components
 *
 * Return: how many spans.
 */
u32 ib_spans(struct ib_span *span, u64 xcomp_bv, u64 mask)
{
	u32 n = 0;
	unsigned int i;

	for (i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		u32 offset = ib_component_offset(xcomp_bv, i);

		if (!(mask & BIT_ULL(i)))
			continue;
		if (n && span[n - 1].offset + span[n - 1].size == offset) {
			span[n - 1].mask |= BIT_ULL(i);
			span[n - 1].size += layout.size[i];
		} else {
			span[n++] = (struct ib_span){ BIT_ULL(i), offset, layout.size[i] };
		}
	}
	return n;
}
