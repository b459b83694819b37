/* SPDX-License-Identifier: GPL-2.0-only */
/* Measured blocks of two sides made into independent differences. */
#ifndef INITBENCH_PAIR_H
#define INITBENCH_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For observations that are in no ABBA block. */
#define IB_NO_BLOCK	(-1)

/**
 * struct ib_obs - one row's value in one layout of one launch
 * @block: ABBA block, or %IB_NO_BLOCK
 * @pos: place of the launch in its block
 * @layout: identity of the layout, shared by both sides
 * @value: time or count of an operation
 */
struct ib_obs {
	int64_t block;
	unsigned int pos;
	uint64_t layout;
	double value;
};

/**
 * enum ib_units - what the independent units turned out to be
 * @IB_UNITS_LAYOUTS: layouts; of a layout measured in several blocks, the mean
 * @IB_UNITS_BLOCKS: blocks, each with several layouts of its own; their midmean
 * @IB_UNITS_GROUPS: sets of blocks and layouts that share neither with other sets;
 *                   the midmean of the layouts in blocks
 * @IB_UNITS_CROSSED: layouts although they share launches, because every one
 *                    does: what launches have in common is not in the interval
 */
enum ib_units {
	IB_UNITS_LAYOUTS,
	IB_UNITS_BLOCKS,
	IB_UNITS_GROUPS,
	IB_UNITS_CROSSED,
};

/**
 * struct ib_pairs - units of one row
 * @n: how many
 * @base: value of the base, one a unit
 * @patch: value of the patch
 * @diff: the same of patch - base of each layout in each block, not @patch - @base: a
 *        layout's own cost is no part of it. On a grid of 2^-20 so that equal ones
 *        compare equal whatever order they were summed in
 * @units: what they are
 * @nr_blocks: ABBA blocks used
 * @nr_layouts: layouts used
 * @incomplete: observations left out: of their layout in their block a side or a launch
 *              is missing
 * @exact: no side ever saw two different values
 */
struct ib_pairs {
	size_t n;
	double *base;
	double *patch;
	double *diff;
	enum ib_units units;
	size_t nr_blocks;
	size_t nr_layouts;
	size_t incomplete;
	bool exact;
};

/**
 * ib_pair() - pair two sides of a row
 * @base: observations of the base, sorted in place
 * @nr_base: how many
 * @patch: observations of the patch, sorted in place
 * @nr_patch: how many
 * @out: result, to be given to ib_pairs_free()
 *
 * Within a block a side's cell must come from two launches at mirrored places; D is
 * the difference of their means. Units share neither launch nor layout:
 * cells that do are one.
 */
void ib_pair(struct ib_obs *base, size_t nr_base, struct ib_obs *patch, size_t nr_patch,
	     struct ib_pairs *out);

/**
 * ib_pairs_free() - free the arrays
 * @pairs: as filled in by ib_pair()
 */
void ib_pairs_free(struct ib_pairs *pairs);

#endif
