// SPDX-License-Identifier: GPL-2.0-only
#include "bench/lanes/kmod/kmod_proof.h"

#define LEAST_MISS	0.2	/* above a hit, of the hit */

static struct ib_proof proof(const char *what, const struct initbench_proof *t, double warm,
			     double cold, int share)
{
	double need = ((double)t->miss - t->hit) / share;
	double least = LEAST_MISS * t->hit;

	return (struct ib_proof){ what, warm / t->n, cold / t->n,
				  (need > least ? need : least) / t->n };
}

size_t ib_kmod_proofs(const struct initbench_proof *t, __u32 temperature, bool walked,
		      struct ib_proof *proofs)
{
	size_t n = 0;

	if (temperature & INITBENCH_COLD_DATA)
		proofs[n++] = proof("load", t, t->hit, t->guest < t->host ? t->guest : t->host,
				    walked ? 8 : 2);
	if (temperature & INITBENCH_COLD_CODE)
		proofs[n++] = proof("code", t, t->hit, t->code, 2);
	if (temperature & INITBENCH_COLD_CODE && t->call_warm)
		proofs[n++] = proof("call", t, t->call_warm, t->call_cold, 2);
	return n;
}
