/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module timed to prove that a row was cold, as ib_proof_judge() wants it. */
#ifndef INITBENCH_KMOD_PROOF_H
#define INITBENCH_KMOD_PROOF_H

#include <stdbool.h>

#include "bench/lanes/proof.h"
#include "kmod/initbench_uapi.h"

/**
 * ib_kmod_proofs() - the proofs of a block
 * @timed: as the module filled it in
 * @temperature: INITBENCH_COLD_*
 * @walked: data were evicted by walking the second-level cache
 * @proofs: room for IB_MAX_PROOFS
 *
 * What is needed is relative to a known miss: half of what it costs above a
 * hit, an eighth of it after a walk, which may leave data in the next cache; and
 * in any case a fifth of the hit, since with less nothing is cold.
 *
 * Return: how many.
 */
size_t ib_kmod_proofs(const struct initbench_proof *timed, __u32 temperature, bool walked,
		      struct ib_proof *proofs);

#endif
