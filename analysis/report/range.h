/* SPDX-License-Identifier: GPL-2.0-only */
/* A figure of several CPUs: from the lowest to the highest. */
#ifndef INITBENCH_REPORT_RANGE_H
#define INITBENCH_REPORT_RANGE_H

#include <stddef.h>
#include <stdio.h>

/**
 * struct ib_range - figures of several CPUs
 * @lo: the lowest
 * @hi: the highest
 * @nr: how many there are
 */
struct ib_range {
	double lo;
	double hi;
	size_t nr;
};

/**
 * ib_widen() - one more figure
 * @r: range
 * @x: figure; none if it is NaN
 */
void ib_widen(struct ib_range *r, double x);

/**
 * ib_print_range() - "3.1 to 4.0 cycles"; one figure where both would read alike
 * @out: where to
 * @r: range of at least one
 * @digits: after the point
 * @unit: what stands behind it
 */
void ib_print_range(FILE *out, const struct ib_range *r, int digits, const char *unit);

#endif
