// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/code/chains.h"

/* @x is no constant to the core: it comes in as an argument. */
#define CHAIN(x, n)							\
	asm volatile(".rept %c1; ror $7, %0; .endr" : "+r" (x) : "i" (n))

#define CHAIN_LENGTHS(f)						\
	f(1) f(2) f(3) f(4) f(5) f(6) f(8) f(10) f(13) f(16) f(20)	\
	f(25) f(32) f(40) f(50) f(64) f(80) f(100) f(125) f(160) f(200)

#define DEFINE_CHAIN(n)							\
static void bare_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	u64 x = (u64)vcpu;						\
									\
	CHAIN(x, n);							\
}									\
static void led_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	u64 x = (u64)vcpu;						\
									\
	CHAIN(x, IB_LEAD_IN + n);					\
}

#define CHAIN_ENTRY(n)	{ n, bare_##n, led_##n },

CHAIN_LENGTHS(DEFINE_CHAIN)

const struct ib_chain ib_chains[] = { CHAIN_LENGTHS(CHAIN_ENTRY) };
const u32 ib_nr_chains = sizeof(ib_chains) / sizeof(ib_chains[0]);

void ib_lead_in(struct ib_vcpu *vcpu, bool init_event)
{
	u64 x = (u64)vcpu;

	CHAIN(x, IB_LEAD_IN);
}

#define PAIR_LENGTHS(f)	f(1) f(2) f(4) f(8)

#define DEFINE_PAIR(n)							\
static void with_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	IB_KNOWN((u64)vcpu, "%0", n);					\
}									\
static void without_##n(struct ib_vcpu *vcpu, bool init_event)		\
{									\
	IB_KNOWN((u64)vcpu, "%1", n);					\
}

#define PAIR_ENTRY(n)	{ n, with_##n, without_##n },

PAIR_LENGTHS(DEFINE_PAIR)

const struct ib_known_pair ib_known_pairs[] = { PAIR_LENGTHS(PAIR_ENTRY) };
const u32 ib_nr_known_pairs = sizeof(ib_known_pairs) / sizeof(ib_known_pairs[0]);
