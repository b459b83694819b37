// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pairs whose difference is known, for scripts/bench-peers: "added-N" is u64-mask
 * and takes, built with PATCH, N core cycles more than without. Behind the clear,
 * waited for by LFENCE, stands a chain of dependent ADDs, a cycle each, as in the
 * ruler, and at its end N more; without PATCH there are NOPs in their place. So both
 * sides have the same bytes of code at the same places. The chain takes longer than
 * the fetching of what follows, which else would hide a part of the cycles added.
 * Before the clear such a chain adds some cycles more or less, by layout.
 */
#include "variants/variant.h"

#define LEAD_IN	64

#ifdef PATCH
#define ADDED	"add %1, %0"
#else
#define ADDED	".byte 0x0f, 0x1f, 0x00"	/* NOP of as many bytes */
#endif

extern const struct ib_variant ib_variant_u64_mask;

#define DEFINE_ADDED(n)								\
static __always_inline void added_##n(struct ib_vcpu *vcpu, bool init_event,	\
				      const bool live)				\
{										\
	unsigned long chain = 0;						\
										\
	if (live)								\
		ib_variant_u64_mask.putload(vcpu, init_event);			\
	else									\
		ib_variant_u64_mask.clear(vcpu, init_event);			\
	asm volatile("lfence;"							\
		     ".rept %c2; add %1, %0; .endr;"				\
		     ".rept %c3; " ADDED "; .endr"				\
		     : "+&r" (chain)						\
		     : "r" (0UL), "i" (LEAD_IN), "i" (n));			\
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
