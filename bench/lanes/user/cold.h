/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Temperatures of the user lane: what each takes from the caches and the
 * predictors before a shot, and the proof that it did.
 *
 * What is cold: cold-data flushes the guest's and the host's image, the image
 * that XRSTOR initialises from and the tables that the code looks up (sizes and
 * offsets of components, capabilities). cold-code flushes every function of the
 * code under study and runs a branch storm. What stays warm: struct ib_vcpu
 * and the stack, which the exit that takes an INIT has just used; the TLBs,
 * but for what the storm and the walk displace; the harness (see rehearse() in
 * bench/blob/region.c). The empty body is cooled in the same way.
 */
#ifndef INITBENCH_COLD_H
#define INITBENCH_COLD_H

#include "bench/lanes/user/machine.h"

struct ib_cold;

/**
 * ib_cold_new() - make what cooling needs: storms, a buffer to walk, a twin's images
 * @m: machine; must outlive it
 * @seed: of the layout
 *
 * Return: freed by ib_cold_free(); NULL after a message.
 */
struct ib_cold *ib_cold_new(struct ib_machine *m, uint64_t seed);

/**
 * ib_cold_free() - undo ib_cold_new()
 * @cold: may be NULL
 */
void ib_cold_free(struct ib_cold *cold);

/**
 * ib_cold_unavailable() - why a row cannot be cooled
 * @x: this CPU
 * @row: its temperature and variant are used
 *
 * Return: the reason, NULL if it can or is warm.
 */
const char *ib_cold_unavailable(const struct ib_xstate *x, const struct ib_row *row);

/**
 * ib_cold_prepare() - have a prepared region cooled
 * @cold: of the region's machine
 * @temp: any but warm
 *
 * Call it after ib_machine_prepare(). The samples must be shots.
 */
void ib_cold_prepare(struct ib_cold *cold, enum ib_temp temp);

/**
 * ib_cold_prove() - measure known accesses as the block will be cooled
 * @cold: as ib_cold_prepare() left it; the region's calls and samples are lost
 * @temp: as given to it
 * @block: proofs are filled in, and @invalid if one does not hold
 *
 * cold-data: loads of random lines of both images. cold-code: calls of a
 * function among those flushed; and a pattern of branches after the storm,
 * against after a control of the same bytes without branches.
 */
void ib_cold_prove(struct ib_cold *cold, enum ib_temp temp, struct ib_block *block);

#endif
