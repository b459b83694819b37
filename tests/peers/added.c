// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pairs whose difference is known, for scripts/bench-peers: "added-N" is u64-mask
 * and takes, built with PATCH, N core cycles more than without. The vCPU's
 * address comes out of a chain of dependent instructions, so that nothing of the
 * clear can start before. They are few and slow (IMUL, 3 cycles each): the chain
 * takes longer than the fetching of all behind it, which else would hide a part of
 * the cycles added, in some layouts more than in others (by 2 cycles on Zen 4 with
 * a chain of 64 ADDs). Behind it come N ADDs, a cycle each; built without PATCH
 * they have a chain of their own beside it, which costs nothing: so both sides have
 * the same bytes of code at the same places.
 */
#include "variants/variant.h"

#define LEAD_IN	40

#ifdef PATCH
#define LENGTHENED	"0"	/* operands of the asm statement below */
#else
#define LENGTHENED	"1"
#endif

extern const struct ib_variant ib_variant_u64_mask;

#define DEFINE_ADDED(n)								\
static __always_inline void added_##n(struct ib_vcpu *vcpu, bool init_event,	\
				      const bool live)				\
{										\
	unsigned long beside = 0;						\
										\
	asm volatile(".rept %c3; imul $1, %0, %0; .endr;"			\
		     ".rept %c4; add %2, %" LENGTHENED "; .endr"		\
		     : "+&r" (vcpu), "+&r" (beside)				\
		     : "r" (0UL), "i" (LEAD_IN), "i" (n));			\
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
