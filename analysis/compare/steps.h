/* SPDX-License-Identifier: GPL-2.0-only */
/* What ib_compare() is made of, in the order it is done. */
#ifndef INITBENCH_COMPARE_PARTS_H
#define INITBENCH_COMPARE_PARTS_H

#include "analysis/compare/compare.h"

/**
 * ib_compare_order() - are the launches in the order that the coin draws?
 * @c: comparison; in_blocks, arms and by_coin are set, invalid if they are not
 * @side: of its patch, see ib_compare()
 *
 * Return: true, or false after a message if the files are of two kinds.
 */
bool ib_compare_order(struct ib_comparison *c, unsigned int side);

/**
 * ib_compare_unit() - the unit of all values
 * @c: comparison
 * @lane: only rows of this lane count, or NULL
 *
 * Return: cycles only if every block can be converted to them.
 */
enum ib_unit ib_compare_unit(const struct ib_comparison *c, const char *lane);

/**
 * ib_compare_rows() - pair what both sides measured
 * @c: comparison, whose unit is known; rows, nr_unmatched and nr_skipped are set
 * @select: which rows
 *
 * Return: true, or false after a message if there are several lanes, or no rows.
 */
bool ib_compare_rows(struct ib_comparison *c, const struct ib_selection *select);

/**
 * ib_compare_frequency() - did the core's frequency hold still?
 * @c: comparison; invalid is set if it did not in more than half of the blocks
 * @lane: as for ib_compare_unit()
 */
void ib_compare_frequency(struct ib_comparison *c, const char *lane);

/**
 * ib_compare_names() - name every row by the axes in which it differs from the others
 * @c: comparison
 */
void ib_compare_names(struct ib_comparison *c);

#endif
