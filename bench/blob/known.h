/* SPDX-License-Identifier: GPL-2.0-only */
/* What adds a known number of core cycles to a variant: for selftest and scripts/bench-peers. */
#ifndef INITBENCH_KNOWN_H
#define INITBENCH_KNOWN_H

/* Each half of the chain: longer than fetching what follows, or retiring what came before. */
#define IB_KNOWN_HALF	32

/**
 * IB_KNOWN() - a chain of ROR r64, 7, in the middle of it links that lengthen it or do not
 * @start: any number that the core does not know beforehand
 * @where: "%0": the links are the chain's: @n core cycles more; "%1": they are beside it,
 *         and done long before the chain ends
 * @n: links
 *
 * Waited for on both sides by LFENCE. Both have the same instructions, so the same bytes
 * at the same places and the same work for the front end, the ports and retirement: they
 * differ in one register's number. In the middle, since links behind the chain's end
 * retire after it: of eight such, beside the chain, one cycle's worth was still to do on
 * Zen 4, so that eight cycles read as 7.0; and of four NOPs in their place on Zen 5, so
 * that four read as 3.00.
 */
#define IB_KNOWN(start, where, n)						\
do {										\
	unsigned long chain_ = (start), beside_ = (start);			\
										\
	asm volatile("lfence;"							\
		     ".rept %c2; ror $7, %0; .endr;"				\
		     ".rept %c3; ror $7, " where "; .endr;"			\
		     ".rept %c2; ror $7, %0; .endr"				\
		     : "+r" (chain_), "+r" (beside_)				\
		     : "i" (IB_KNOWN_HALF), "i" (n));				\
} while (0)

#endif
