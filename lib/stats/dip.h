/* SPDX-License-Identifier: GPL-2.0-only */
/* Does a sample have more than one mode? */
#ifndef INITBENCH_DIP_H
#define INITBENCH_DIP_H

#include <stdbool.h>
#include <stddef.h>

/**
 * ib_dip() - Hartigan's dip statistic
 * @x: values, any order
 * @n: how many
 *
 * The largest distance between the empirical distribution function and the
 * nearest unimodal one: J. A. Hartigan and P. M. Hartigan, "The dip test of
 * unimodality", Ann. Statist. 13, 1985. Unlike a coefficient of moments it does
 * not take one outlier for a second mode.
 *
 * Return: the dip, 1 / (2 @n) at least and at most 1/4; NaN if @n is 0.
 */
double ib_dip(const double *x, size_t n);

/**
 * ib_two_modes() - are two modes suspected?
 * @x: values, any order
 * @n: how many
 *
 * Return: true if the dip exceeds that of 95 % of uniform samples of this size (the
 * unimodal distribution that dips most; normal or skewed ones hardly ever get
 * there); false if @n < 10.
 */
bool ib_two_modes(const double *x, size_t n);

#endif
