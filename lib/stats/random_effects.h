/* SPDX-License-Identifier: GPL-2.0-only */
/* The mean of groups that differ among themselves: processes of a run, boots, machines. */
#ifndef INITBENCH_RANDOM_EFFECTS_H
#define INITBENCH_RANDOM_EFFECTS_H

#include <stddef.h>

/**
 * struct ib_group_estimate - what one group says
 * @mid: its estimate
 * @error: standard error of that estimate within the group; 0 or more
 */
struct ib_group_estimate {
	double mid;
	double error;
};

/**
 * struct ib_effects - what all groups say together
 * @mid: estimate of the mean over groups
 * @error: its standard error, by Hartung and Knapp
 * @lo: lower limit; NaN below two groups
 * @hi: upper limit; NaN likewise
 * @tau: standard deviation between groups; 0 where they differ no more than their errors say
 */
struct ib_effects {
	double mid;
	double error;
	double lo;
	double hi;
	double tau;
};

/**
 * ib_random_effects() - random-effects mean of groups
 * @groups: estimates; all finite
 * @n: how many
 * @level: confidence, in (0, 1)
 *
 * The variance between groups by R. DerSimonian and N. Laird, Controlled Clinical Trials 7,
 * 1986; the interval by J. Hartung and G. Knapp, Statistics in Medicine 20, 2001, with Student's
 * quantile of n - 1 degrees of freedom, and never narrower than the weights alone make it (C.
 * Roever, G. Knapp and T. Friede, BMC Medical Research Methodology 15, 2015). Two groups give one
 * degree of freedom: the interval is as wide as so little knowledge is.
 *
 * Where a group has no error of its own (a count), all count alike.
 *
 * Return: the mean; all NaN if @n is 0; of one group its own estimate and error, without limits.
 */
struct ib_effects ib_random_effects(const struct ib_group_estimate *groups, size_t n, double level);

#endif
