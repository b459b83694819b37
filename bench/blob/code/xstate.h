/* SPDX-License-Identifier: GPL-2.0-only */
/* What the driver tells the blob about the CPU's XSAVE image, and asks of it. */
#ifndef INITBENCH_BLOB_XSTATE_H
#define INITBENCH_BLOB_XSTATE_H

#include "bench/blob/contract.h"

/* Legacy region and header: SDM vol. 1, 13.4.1 and 13.4.2. */
#define IB_EXTENDED_OFFSET	576

/**
 * struct ib_geometry - layout of the image
 * @size: bytes of each component; CPUID.(0DH,i):EAX, the SDM's where the CPU lacks it
 * @offset: from the start of the image; used if not @compacted
 * @shadow: added, modulo 2^32, to the offset found by walking the components
 * @aligned: components aligned to 64 bytes in the compacted format, ECX[1]
 * @compacted: XSAVEC is there and used
 */
struct ib_geometry {
	u32 size[XFEATURE_MAX];
	u32 offset[XFEATURE_MAX];
	u32 shadow[XFEATURE_MAX];
	u64 aligned;
	bool compacted;
};

extern struct ib_geometry ib_geometry;

void *ib_memset_rep(void *s, int c, size_t n);
void *ib_memset_loop(void *s, int c, size_t n);

#endif
