/* SPDX-License-Identifier: GPL-2.0-only */
/* How much must be measured, and what can be seen in what was. */
#ifndef INITBENCH_POWER_H
#define INITBENCH_POWER_H

#include <stddef.h>

/* Blocks of the pilot, and the most that are worth measuring. */
#define IB_BLOCKS_MIN	30
#define IB_BLOCKS_MAX	200

/**
 * ib_mad() - a standard deviation that ignores outliers
 * @x: values
 * @n: how many
 *
 * Median absolute deviation from the median over its value for a unit normal.
 *
 * Return: the scale, 0 where more than half of the values are equal; NaN below two values.
 */
double ib_mad(const double *x, size_t n);

/**
 * ib_mad_scale() - a standard deviation that ignores outliers
 * @x: values
 * @n: how many
 *
 * Median absolute deviation from the median over its value for a unit normal;
 * the plain standard deviation where more than half of the values are equal.
 *
 * Return: the scale in the unit of @x; NAN for @n < 2.
 */
double ib_mad_scale(const double *x, size_t n);

/**
 * ib_blocks_needed() - blocks to measure, from the scale of a pilot alone
 * @sd: scale of the pilot's differences D, by ib_mad_scale()
 * @mde: smallest difference worth detecting, same unit, above 0
 *
 * clamp(44 s^2 / MDE^2, 30, 200) with s = sd / sqrt(2) the scale of one arm's
 * block value. 44 = 2 (3.29 + 1.28)^2 pi/3: two arms, 50 rows jointly at
 * .05, power .9, and the efficiency 3/pi of signed ranks for normal data.
 * The pilot's location has no part in it, so the second stage tests once.
 *
 * Return: blocks.
 */
size_t ib_blocks_needed(double sd, double mde);

/**
 * ib_detectable() - smallest true difference found with 80 % power
 * @width: of the interval at level 1 - @alpha, hi - lo
 * @alpha: of that interval
 *
 * The half width is z(1 - alpha/2) standard errors whatever the shape of the
 * data (E. L. Lehmann, "Nonparametric confidence intervals for a shift
 * parameter", Ann. Math. Statist. 34, 1963); power .8 needs z(.8) more.
 *
 * Return: the difference; INFINITY for an unbounded interval.
 */
double ib_detectable(double width, double alpha);

#endif
