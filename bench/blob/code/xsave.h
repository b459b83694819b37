/* SPDX-License-Identifier: GPL-2.0-only */
/* XSAVE-family instructions (SDM vol. 1, 13.7 to 13.11), one inline function each. */
#ifndef INITBENCH_BLOB_XSAVE_H
#define INITBENCH_BLOB_XSAVE_H

#include "bench/blob/contract.h"

static __always_inline void ib_xsave(struct xregs_state *image, u64 rfbm, bool compacted)
{
	if (compacted)
		asm volatile("xsavec64 %0" : "+m" (*image)
			     : "a" ((u32)rfbm), "d" ((u32)(rfbm >> 32)) : "memory");
	else
		asm volatile("xsave64 %0" : "+m" (*image)
			     : "a" ((u32)rfbm), "d" ((u32)(rfbm >> 32)) : "memory");
}

/* As XSAVE, but leaves out what is as the last XRSTOR from this image left it. */
static __always_inline void ib_xsaveopt(struct xregs_state *image, u64 rfbm)
{
	asm volatile("xsaveopt64 %0" : "+m" (*image)
		     : "a" ((u32)rfbm), "d" ((u32)(rfbm >> 32)) : "memory");
}

static __always_inline void ib_xrstor(const struct xregs_state *image, u64 rfbm)
{
	asm volatile("xrstor64 %0" : : "m" (*image), "a" ((u32)rfbm), "d" ((u32)(rfbm >> 32))
		     : "memory");
}

/* XGETBV with ECX = 1: XINUSE of the components enabled in XCR0. */
static __always_inline u64 ib_xinuse(void)
{
	u32 lo, hi;

	asm volatile("xgetbv" : "=a" (lo), "=d" (hi) : "c" (1));
	return lo | (u64)hi << 32;
}

#endif
