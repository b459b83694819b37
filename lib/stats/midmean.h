/* SPDX-License-Identifier: GPL-2.0-only */
/* The midmean, and how well a sample of layouts determines it. */
#ifndef INITBENCH_MIDMEAN_H
#define INITBENCH_MIDMEAN_H

#include <stddef.h>

/**
 * struct ib_estimate - a location and its interval
 * @mid: midmean; NaN if there is no value
 * @lo: lower limit; NaN if one value cannot tell
 * @hi: upper limit; NaN likewise
 */
struct ib_estimate {
	double mid;
	double lo;
	double hi;
};

/**
 * ib_midmean() - mean of the middle half
 * @sorted: values in ascending order
 * @n: how many
 *
 * A quarter of the sample's weight is cut from each end; where n / 4 is no
 * integer, the values at the cuts count in part, so that the result does not
 * jump with n.
 *
 * Return: the midmean, NaN if @n is 0.
 */
double ib_midmean(const double *sorted, size_t n);

/**
 * ib_midmean_unsorted() - the same in linear time
 * @v: values in any order; they are rearranged
 * @n: how many
 *
 * Return: the midmean, NaN if @n is 0.
 */
double ib_midmean_unsorted(double *v, size_t n);

/**
 * ib_midmean_error() - standard error of the midmean
 * @sorted: values in ascending order
 * @n: how many
 *
 * Return: as in ib_midmean_interval(); NaN if @n < 2.
 */
double ib_midmean_error(const double *sorted, size_t n);

/**
 * ib_midmean_interval() - midmean with its Tukey-McLaughlin interval
 * @sorted: values in ascending order
 * @n: how many
 * @level: confidence, in (0, 1)
 *
 * The standard error is that of a trimmed mean, from the Winsorised variance
 * with g = floor(n / 4) values replaced at each end; the quantile is Student's
 * with n - 2g - 1 degrees of freedom (J. W. Tukey and D. H. McLaughlin, Sankhya
 * A 25, 1963; in the form of K. K. Yuen, Biometrika 61, 1974). Below four
 * values nothing is replaced and it is the ordinary t interval's width.
 *
 * Return: the estimate; limits are NaN if @n < 2.
 */
struct ib_estimate ib_midmean_interval(const double *sorted, size_t n, double level);

#endif
