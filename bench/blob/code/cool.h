/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cooling: what a single shot's code and data lose before it. Done in the
 * blob, in general registers only, since the guest's state is live by then.
 */
#ifndef INITBENCH_BLOB_COOL_H
#define INITBENCH_BLOB_COOL_H

#include "bench/blob/contract.h"

/* Bytes of a cache line on every x86-64 CPU; CPUID.1:EBX[15:8] counts them in 8. */
#define IB_LINE		64

#define IB_MAX_EXTENTS	160

/**
 * struct ib_extent - memory whose lines are flushed
 * @at: first byte
 * @bytes: length
 */
struct ib_extent {
	const void *at;
	u64 bytes;
};

/**
 * struct ib_cooling - what happens before each shot
 * @extent: flushed by CLFLUSHOPT, or CLFLUSH where the CPU lacks it
 * @nr_extents: how many
 * @clflushopt: CPUID.(7,0):EBX[23]
 * @walk: a buffer read line by line, or NULL
 * @walk_bytes: its length
 * @storm: generated branches (bench/storm.h), or NULL; takes and returns @random
 * @random: state of the storm's directions and of the wait before a shot
 */
struct ib_cooling {
	struct ib_extent extent[IB_MAX_EXTENTS];
	u32 nr_extents;
	bool clflushopt;
	const u8 *walk;
	u64 walk_bytes;
	u64 (*storm)(u64 random);
	u64 random;
};

/**
 * ib_cool() - flush, walk, storm, and wait 0 to 255 additions
 * @cooling: what to do; its random state moves on
 *
 * The wait is drawn, so that a shot begins at any phase of the TSC's step and
 * the mean of shots resolves less than the step.
 */
void ib_cool(struct ib_cooling *cooling);

#endif
