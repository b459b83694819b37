/* SPDX-License-Identifier: GPL-2.0-only */
/* In which order the arms of a comparison are launched. */
#ifndef INITBENCH_ORDER_H
#define INITBENCH_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* base, patch, and base again through the patch's pipeline (A/A) */
#define IB_ARMS_MAX	3

/**
 * ib_order() - the arms of one block, launch by launch
 * @seed: of the comparison, recorded with it
 * @block: number of the block from 0
 * @arms: 2 or 3
 * @arm: gets 2 * @arms entries: a drawn order of the arms, then its mirror
 *
 * Two arms give ABBA or BAAB. Every arm has one launch in each half, at
 * mirrored places, so that a straight drift cancels out of every difference of arms.
 *
 * The draw is Fisher and Yates' shuffle on GSL's mt19937, seeded with the low 32
 * bits of @seed exclusive-or the high ones, @block shuffles discarded: anybody can repeat it.
 */
void ib_order(uint64_t seed, size_t block, size_t arms, unsigned int *arm);

/**
 * ib_orders() - the same of all blocks from 0 on
 * @seed: as in ib_order()
 * @blocks: how many
 * @arms: as in ib_order()
 *
 * Return: 2 * @arms numbers a block; the caller frees them.
 */
unsigned int *ib_orders(uint64_t seed, size_t blocks, size_t arms);

/**
 * ib_block_diff() - difference of a block of four launches, B - A
 * @a1: A's first launch
 * @a2: A's second launch
 * @b1: B's first launch
 * @b2: B's second launch
 *
 * Return: (b1 + b2 - a1 - a2) / 2.
 */
static inline double ib_block_diff(double a1, double a2, double b1, double b2)
{
	return (b1 + b2 - a1 - a2) / 2;
}

#endif
