// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "bench/lanes/proof.h"
#include "lib/base/array.h"

static const struct {
	const char *what;
	const char *why;
} reasons[] = {
	{ "load", "not cold: a load from an evicted image costs less than a miss" },
	{ "call", "not cold: a call of an evicted function costs less than a miss" },
	{ "code", "not cold: a load from evicted code costs less than a miss" },
	{ "branches", "not cold: the branch storm leaves a known pattern predicted" },
};

static const char *reason(const char *what)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (!strcmp(what, reasons[i].what))
			return reasons[i].why;
	return "not cold";
}

const char *ib_proof_judge(const struct ib_proof *proofs, size_t n)
{
	/* Negated, so that NaN does not pass. */
	for (size_t i = 0; i < n; i++)
		if (!(proofs[i].cold - proofs[i].warm >= proofs[i].need))
			return reason(proofs[i].what);
	return NULL;
}
