/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a sample of differences lies: Hodges-Lehmann and its interval. */
#ifndef INITBENCH_WALSH_H
#define INITBENCH_WALSH_H

#include <stddef.h>

/**
 * struct ib_walsh - estimate and interval from the Walsh averages (d[i] + d[j]) / 2, i <= j
 * @hl: Hodges-Lehmann: their median
 * @lo: lower limit; -INFINITY if the sample is too small for the level
 * @hi: upper limit; INFINITY likewise
 */
struct ib_walsh {
	double hl;
	double lo;
	double hi;
};

/**
 * ib_walsh() - Hodges-Lehmann estimate and the interval that inverts the signed-rank test
 * @d: differences, any order
 * @n: how many
 * @alpha: 1 - level, in (0, 1)
 * @out: result
 *
 * Distribution-free for symmetric differences: J. L. Hodges and E. L. Lehmann,
 * Ann. Math. Statist. 34, 1963. With ties the closed interval [lo, hi] covers
 * at least as often as its level says.
 *
 * Return: 0, or -EINVAL if @n is 0 or a difference is not finite.
 */
int ib_walsh(const double *d, size_t n, double alpha, struct ib_walsh *out);

#endif
