/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a cooled block was cold: judged from the cost of known accesses. */
#ifndef INITBENCH_PROOF_H
#define INITBENCH_PROOF_H

#include <stddef.h>

#include "lib/schema/block.h"

/*
 * What a proof needs, in core cycles above the warm access. An L2 hit costs at
 * most 20 cycles on every core since Skylake, an L3 hit at least 35 (P. Cordes
 * and A. Fog's tables, uops.info): a walked line must be beyond L2. Memory is
 * some 60 ns and more away, an L3 hit up to 70 cycles: a flushed line must come
 * from memory. One misprediction costs 11 cycles or more.
 */
#define IB_NEED_WALKED		25
#define IB_NEED_FLUSHED		100
#define IB_NEED_DISTURBED	20

/**
 * ib_proof_judge() - whether all proofs hold
 * @proofs: of a block
 * @n: how many
 *
 * Return: NULL, or why the block must not be used: the first that does not
 * hold or is no number.
 */
const char *ib_proof_judge(const struct ib_proof *proofs, size_t n);

#endif
