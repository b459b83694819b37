// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/code/chains.h"
#include "lib/base/array.h"

#define ADDS(n)								\
	do {								\
		u64 x = 0;						\
									\
		asm volatile(".rept %c2; add %1, %0; .endr"		\
			     : "+r" (x) : "r" (1UL), "i" (n));		\
	} while (0)

#define CHAIN_LENGTHS(f)						\
	f(1) f(2) f(3) f(4) f(5) f(6) f(8) f(10) f(13) f(16) f(20)	\
	f(25) f(32) f(40) f(50) f(64) f(80) f(100) f(125) f(160) f(200)

#define DEFINE_CHAIN(n)							\
static void bare_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	ADDS(n);							\
}									\
static void led_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	ADDS(IB_LEAD_IN + n);						\
}

#define CHAIN_ENTRY(n)	{ n, bare_##n, led_##n },

CHAIN_LENGTHS(DEFINE_CHAIN)

const struct ib_chain ib_chains[] = { CHAIN_LENGTHS(CHAIN_ENTRY) };
const u32 ib_nr_chains = ARRAY_SIZE(ib_chains);

void ib_lead_in(struct ib_vcpu *vcpu, bool init_event)
{
	ADDS(IB_LEAD_IN);
}
