/* SPDX-License-Identifier: GPL-2.0-only */
/* XSTATE components: numbers, names, sizes (SDM vol. 1, ch. 13; asm/fpu/types.h). */
#ifndef INITBENCH_XFEATURE_H
#define INITBENCH_XFEATURE_H

#include <stdbool.h>
#include <stdint.h>

enum xfeature {
	XFEATURE_FP,
	XFEATURE_SSE,
	XFEATURE_YMM,
	XFEATURE_BNDREGS,
	XFEATURE_BNDCSR,
	XFEATURE_OPMASK,
	XFEATURE_ZMM_Hi256,
	XFEATURE_Hi16_ZMM,
	XFEATURE_PT,
	XFEATURE_PKRU,
	XFEATURE_PASID,
	XFEATURE_CET_USER,
	XFEATURE_CET_KERNEL,
	XFEATURE_HDC,
	XFEATURE_UINTR,
	XFEATURE_LBR,
	XFEATURE_HWP,
	XFEATURE_XTILE_CFG,
	XFEATURE_XTILE_DATA,
	XFEATURE_APX,
	XFEATURE_MAX,
};

#define BIT_ULL(nr)		(1ULL << (nr))

#define XFEATURE_MASK_BNDREGS	BIT_ULL(XFEATURE_BNDREGS)
#define XFEATURE_MASK_BNDCSR	BIT_ULL(XFEATURE_BNDCSR)
#define XFEATURE_MASK_MPX	(XFEATURE_MASK_BNDREGS | XFEATURE_MASK_BNDCSR)
#define XFEATURE_MASK_CET	(BIT_ULL(XFEATURE_CET_USER) | BIT_ULL(XFEATURE_CET_KERNEL))

/**
 * struct ib_xfeature - a component by the manuals, whatever this CPU has
 * @name: in the kernel's spelling, lower case
 * @size: bytes
 * @aligned: to 64 bytes in the compacted format
 */
struct ib_xfeature {
	const char *name;
	uint32_t size;
	bool aligned;
};

extern const struct ib_xfeature ib_xfeatures[XFEATURE_MAX];

/**
 * ib_xfeature_names() - the names of a set of components, joined by "+"
 * @components: the set
 *
 * Return: a string the caller frees; "none" for the empty set.
 */
char *ib_xfeature_names(uint64_t components);

#endif
