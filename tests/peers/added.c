// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pairs whose difference is known, for scripts/bench-peers: "added-N" is u64-mask
 * and takes, built with PATCH, N core cycles more than without. The vCPU's
 * address comes out of a chain of dependent ADDs, a cycle each, so that nothing of
 * the clear can start before. The chain is longer than the fetching of all
 * instructions behind it, which else would hide a part of the cycles added.
 */
#include "variants/variant.h"

#define LEAD_IN	64

#ifdef PATCH
#define ADDED(n)	(n)
#else
#define ADDED(n)	0
#endif

extern const struct ib_variant ib_variant_u64_mask;

#define DEFINE_ADDED(n)								\
static __always_inline void added_##n(struct ib_vcpu *vcpu, bool init_event,	\
				      const bool live)				\
{										\
	asm volatile(".rept %c2; add %1, %0; .endr"				\
		     : "+r" (vcpu) : "r" (0UL), "i" (LEAD_IN + ADDED(n)));	\
	if (live)								\
		ib_variant_u64_mask.putload(vcpu, init_event);			\
	else									\
		ib_variant_u64_mask.clear(vcpu, init_event);			\
}										\
IB_VARIANT(added_##n,								\
	   .id = "added-" #n,							\
	   .origin = "a test of the ruler",					\
	   .gate = IB_GATE_MASK,						\
	   .swap = IB_SWAP_ALWAYS)

DEFINE_ADDED(0);
DEFINE_ADDED(1);
DEFINE_ADDED(2);
DEFINE_ADDED(4);
