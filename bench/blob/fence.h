/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock's reading, fenced. Used in the blob and outside it. */
#ifndef INITBENCH_FENCE_H
#define INITBENCH_FENCE_H

#include <stdint.h>

/**
 * ib_tsc_fenced() - LFENCE; RDTSC; LFENCE
 *
 * All earlier instructions have completed and no later one has begun when the
 * TSC is read (SDM vol. 2, LFENCE). It does not wait for stores to leave the
 * store buffer. CPUID would exit to a hypervisor and is never used.
 *
 * Return: TSC ticks; under QEMU's icount, instructions.
 */
static inline __attribute__((always_inline)) uint64_t ib_tsc_fenced(void)
{
	uint32_t lo, hi;

	asm volatile("lfence; rdtsc; lfence" : "=a" (lo), "=d" (hi) : : "memory");
	return lo | (uint64_t)hi << 32;
}

#endif
