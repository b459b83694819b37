/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel did to this thread while a block was measured. */
#ifndef INITBENCH_CONTAMINATION_H
#define INITBENCH_CONTAMINATION_H

#include "lib/schema/block.h"

/**
 * ib_contamination_begin() - take down the state before a block
 * @c: filled in; not of use before ib_contamination_end()
 */
void ib_contamination_begin(struct ib_contamination *c);

/**
 * ib_contamination_end() - what happened since ib_contamination_begin()
 * @c: as filled in by it, on the same thread
 */
void ib_contamination_end(struct ib_contamination *c);

/**
 * ib_contaminated() - the rule by which blocks are dropped
 * @c: of a block
 *
 * A block counts unless there was an involuntary context switch, a migration or
 * a page fault in it, or its control group was throttled.
 *
 * Return: the reason to drop it, else NULL.
 */
const char *ib_contaminated(const struct ib_contamination *c);

/**
 * ib_contamination_source() - where the numbers come from
 *
 * Return: "perf" for libperf's software events (context switches are told
 * apart by getrusage), else "getrusage" with the reason. Without perf events
 * a thread that has moved and come back has not migrated.
 */
const char *ib_contamination_source(void);

#endif
