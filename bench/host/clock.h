/* SPDX-License-Identifier: GPL-2.0-only */
/* Facts about the time stamp counter. */
#ifndef INITBENCH_CLOCK_H
#define INITBENCH_CLOCK_H

#include <stdint.h>

/**
 * ib_tsc_refused() - why RDTSC faults in this process
 *
 * prctl(PR_SET_TSC) makes it raise SIGSEGV; children inherit that.
 *
 * Return: the reason with the remedy; NULL if it may be read.
 */
const char *ib_tsc_refused(void);

/**
 * ib_tsc_step() - the ticks by which RDTSC moves
 *
 * Greatest common divisor of the differences of 300,000 fenced reads (8 ms);
 * some CPUs count in steps of tens of ticks. It ends as soon as it finds 1.
 *
 * Return: ticks, 1 or more.
 */
uint32_t ib_tsc_step(void);

/**
 * ib_rep_counts() - what an emulated host's clock counts of a REP beside the one instruction
 *
 * Retired-instructions events of a PMU count a REP once. QEMU's instruction clock adds one
 * for each iteration.
 *
 * Return: instructions counted for 64 more iterations of REP STOSB; 0 if a REP is one.
 */
uint64_t ib_rep_counts(void);

/**
 * ib_tsc_hz() - the TSC's frequency, measured
 *
 * Against CLOCK_MONOTONIC_RAW over 20 ms.
 *
 * Return: ticks per second.
 */
uint64_t ib_tsc_hz(void);

#endif
