/* SPDX-License-Identifier: GPL-2.0-only */
/* Whose fault it is that a process was ended by a signal: a variant's, or the suite's. */
#ifndef INITBENCH_FAULT_H
#define INITBENCH_FAULT_H

#include <stdbool.h>

#include "bench/blob/layout.h"

/**
 * ib_fault_watch() - have it written down if a variant crashes this process
 * @by_variant: in memory that outlives it; set at the crash, and only if it was
 *              raised while a region ran (ib_fault_region()) by code of the blob
 *              that is not its harness, or by none of the blob's: a wild jump
 *
 * A signal that another process sent is nobody's crash. The handlers have a stack
 * of their own, since a variant may have used up or lost the other one.
 */
void ib_fault_watch(volatile bool *by_variant);

/**
 * ib_fault_region() - a region of the blob is about to run, or has ended
 * @layout: whose; NULL: ended
 */
void ib_fault_region(const struct ib_layout *layout);

#endif
