// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pairs whose difference is known, for scripts/bench-peers: "added-N" is u64-mask
 * and takes, built with PATCH, N core cycles more than without. How, and why so:
 * bench/blob/known.h. The chain is behind the clear: before it, such a chain adds
 * some cycles more or less, by layout. selftest's rows pair:N are the same pairs
 * without the clear, in one process: the truth that is asked for here.
 */
#include "bench/blob/known.h"
#include "variants/variant.h"

#ifdef PATCH
#define WHERE	"%0"
#else
#define WHERE	"%1"
#endif

extern const struct ib_variant ib_variant_u64_mask;

#define DEFINE_ADDED(n)								\
static __always_inline void added_##n(struct ib_vcpu *vcpu, bool init_event,	\
				      const bool live)				\
{										\
	if (live)								\
		ib_variant_u64_mask.putload(vcpu, init_event);			\
	else									\
		ib_variant_u64_mask.clear(vcpu, init_event);			\
	IB_KNOWN((unsigned long)vcpu, WHERE, n);				\
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
