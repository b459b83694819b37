// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/code/cool.h"
#include "bench/blob/code/harness.h"

static __always_inline void flush(const struct ib_extent *extent, bool clflushopt)
{
	const u8 *end = (const u8 *)extent->at + extent->bytes;
	const u8 *line = (const u8 *)((u64)extent->at & ~(u64)(IB_LINE - 1));

	for (; line < end; line += IB_LINE) {
		if (clflushopt)
			asm volatile("clflushopt %0" : : "m" (*line) : "memory");
		else
			asm volatile("clflush %0" : : "m" (*line) : "memory");
	}
}

static __always_inline u64 xorshift(u64 x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

IB_HARNESS(cool) void ib_cool(struct ib_cooling *c)
{
	for (u32 i = 0; i < c->nr_extents; i++)
		flush(&c->extent[i], c->clflushopt);
	/* Orders CLFLUSHOPT before what follows: SDM vol. 2, CLFLUSHOPT. */
	asm volatile("mfence" : : : "memory");
	for (u64 i = 0; c->walk && i < c->walk_bytes; i += IB_LINE)
		asm volatile("" : : "r" (*(const volatile u8 *)(c->walk + i)));
	if (c->storm)
		c->random = c->storm(c->random);
	c->random = xorshift(c->random);
	for (u64 wait = c->random >> 56; wait; wait--)
		asm volatile("" : "+r" (wait));
}
