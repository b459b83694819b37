/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPU's XSAVE features and the images made after them. */
#ifndef INITBENCH_XSTATE_H
#define INITBENCH_XSTATE_H

#include "bench/blob/code/region.h"
#include "bench/blob/code/xstate.h"

/**
 * struct ib_xstate - what CPUID leaf 0DH and XCR0 say, and the SDM for the rest
 * @xcr0: components the operating system enabled
 * @rfbm: components that put and load move: @xcr0 less PKRU (KVM switches it
 *        apart), less AMX if the kernel does not permit it
 * @kernels: components that the kernel's fpstate of a guest has, and its walk to a
 *           component's offset steps over: @rfbm and PKRU. User space cannot know of
 *           PASID, which needs an IOMMU, and never of CET: they are a row's mask's only
 * @has_xsaveopt: CPUID.(0DH,1):EAX[0]
 * @has_xsavec: CPUID.(0DH,1):EAX[1]
 * @has_xgetbv1: CPUID.(0DH,1):EAX[2]: XINUSE can be read; like the two above, not if
 *               ib_hidden()
 * @emulated: an emulated host (INITBENCH_HOST), which need not track XINUSE
 * @erms: enhanced REP MOVSB/STOSB, CPUID.(7,0):EBX[9]
 * @fsrs: fast short REP STOSB, CPUID.(7,1):EAX[11]
 * @hardware_size: bytes of an image that holds @rfbm
 * @image_size: bytes of an image and the synthetic components' image behind it
 * @shadow: where the synthetic components' image begins
 * @geometry: sizes, alignment and standard-format offsets of all components
 */
struct ib_xstate {
	u64 xcr0;
	u64 rfbm;
	u64 kernels;
	bool has_xsaveopt;
	bool has_xsavec;
	bool has_xgetbv1;
	bool emulated;
	bool erms;
	bool fsrs;
	u32 hardware_size;
	u32 image_size;
	u32 shadow;
	struct ib_geometry geometry;
};

/**
 * ib_xstate_detect() - read the facts of this CPU
 * @x: filled in
 *
 * Asks the kernel for permission to use AMX where the CPU has it
 * (arch_prctl(ARCH_REQ_XCOMP_PERM)).
 *
 * Return: 0, or -1 after a message if the CPU or kernel has no XSAVE.
 */
int ib_xstate_detect(struct ib_xstate *x);

/**
 * ib_xstate_here() - the facts of this CPU, detected once
 * @x: set to them
 *
 * Return: NULL, or why the CPU or kernel has no XSAVE and the remedy.
 */
const char *ib_xstate_here(const struct ib_xstate **x);

/**
 * ib_xstate_geometry() - the layout of an image, for the blob
 * @x: this CPU
 * @xfeatures: the image's components, real and synthetic
 * @g: filled in
 *
 * The blob walks @xfeatures as the kernel walks xcomp_bv; @g->shadow takes
 * what it finds to where the component is: real ones to the hardware's
 * offset, synthetic ones to the second image.
 */
void ib_xstate_geometry(const struct ib_xstate *x, u64 xfeatures, struct ib_geometry *g);

/**
 * ib_xstate_memset() - the blob's function that a kernel would use as memset()
 * @x: this CPU
 *
 * Return: a symbol name.
 */
const char *ib_xstate_memset(const struct ib_xstate *x);

/**
 * ib_xstate_bytes() - the bytes of a set of components, without padding
 * @x: sizes
 * @components: the set
 */
u32 ib_xstate_bytes(const struct ib_xstate *x, u64 components);

/**
 * ib_fpstate_alloc() - a page-aligned zeroed fpstate with its images
 * @x: sizes
 *
 * A page of room is behind it, so that it can begin anywhere in its first page.
 *
 * Return: freed by ib_fpstate_free(); exits if there is no memory.
 */
struct fpstate *ib_fpstate_alloc(const struct ib_xstate *x);
void ib_fpstate_free(const struct ib_xstate *x, struct fpstate *fpstate);

/**
 * ib_fpstate_fill() - fill components with a pattern that no byte of is zero
 * @x: layout
 * @fpstate: image to fill; fpstate->xfeatures says which components it has
 * @in_use: components whose XSTATE_BV bit is set
 * @pattern: a byte that tells two images apart
 *
 * Fields that XRSTOR checks (MXCSR, TILECFG, reserved header bytes) hold
 * legal values, so that real components can be loaded.
 */
void ib_fpstate_fill(const struct ib_xstate *x, struct fpstate *fpstate, u64 in_use, u8 pattern);

/**
 * ib_standard_component() - a component's bytes in a standard-format image
 * @x: offsets
 * @image: image
 * @xfeature: of @x->rfbm, but x87
 */
u8 *ib_standard_component(const struct ib_xstate *x, struct xregs_state *image,
			  unsigned int xfeature);

/**
 * ib_component() - a component's bytes in an image
 * @x: layout
 * @fpstate: image
 * @xfeature: 0 to XFEATURE_MAX - 1; x87 and SSE live in the legacy region
 */
u8 *ib_component(const struct ib_xstate *x, const struct fpstate *fpstate, unsigned int xfeature);

#endif
