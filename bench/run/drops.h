/* SPDX-License-Identifier: GPL-2.0-only */
/* How many blocks were lost, and to what most of them. */
#ifndef INITBENCH_DROPS_H
#define INITBENCH_DROPS_H

#include <stdint.h>

/**
 * struct ib_drops - blocks that stayed dropped, by reason
 * @rows: taken, each attempt at one counted once
 * @lost: of @rows
 * @reason: as in their records, cut to its room; the last counts what has no room
 */
struct ib_drops {
	uint64_t rows;
	uint64_t lost;
	struct {
		char why[64];
		uint64_t nr;
	} reason[16];
};

/**
 * ib_drops_add() - count a row's block
 * @d: counts, zeroed at first
 * @why: it stayed dropped, or NULL if it is good
 */
void ib_drops_add(struct ib_drops *d, const char *why);

/**
 * ib_drops_commonest() - what most blocks were lost to
 * @d: counts
 *
 * Return: the reason, owned by @d; NULL without losses.
 */
const char *ib_drops_commonest(const struct ib_drops *d);

/**
 * ib_drops_check() - which of doctor's checks is about a reason
 * @why: of a dropped block
 *
 * Return: the check's name, NULL if none is.
 */
const char *ib_drops_check(const char *why);

#endif
