/* SPDX-License-Identifier: GPL-2.0-only */
/* Wilcoxon's signed-rank test from its exact null distribution, and the sign test. */
#ifndef INITBENCH_SIGNED_RANK_H
#define INITBENCH_SIGNED_RANK_H

#include <stddef.h>

/* Up to here the null distribution is enumerated, beyond it is taken as normal. */
#define IB_SIGNED_RANK_EXACT_N	200

/**
 * struct ib_signed_rank - outcome of a signed-rank test
 * @nr_zero: differences that are exactly 0
 * @w2: twice the sum of the ranks of positive differences; ranks of equal
 *      |differences| are averaged, so only the double is an integer
 * @p: two-sided, in (0, 1]
 */
struct ib_signed_rank {
	size_t nr_zero;
	size_t w2;
	double p;
};

/**
 * ib_signed_rank() - two-sided test that @d is symmetric about 0
 * @d: differences, any order
 * @n: how many
 * @out: result
 *
 * Zeros are ranked with the rest and then left out of both sums (J. W. Pratt,
 * "Remarks on zeros and ties in the Wilcoxon signed rank procedures", JASA 54,
 * 1959): dropping them first, as Wilcoxon did, can make a result *more*
 * significant by adding evidence that nothing changed. The distribution is
 * conditional on the ranks found, hence exact with ties and zeros as well.
 *
 * Return: 0, or -EINVAL if @n is 0 or a difference is not finite.
 */
int ib_signed_rank(const double *d, size_t n, struct ib_signed_rank *out);

/**
 * ib_signed_rank_depth() - how many Walsh averages an interval leaves out at each end
 * @n: differences
 * @alpha: 1 - level, in (0, 1)
 *
 * The largest k with 2 P(W+ <= k - 1) <= @alpha for @n untied differences.
 *
 * Return: k, or 0 if so few differences allow no bounded interval.
 */
size_t ib_signed_rank_depth(size_t n, double alpha);

/**
 * struct ib_sign_test - outcome of a sign test
 * @nr_pos: differences above 0
 * @nr_neg: differences below 0; zeros count for neither
 * @p: two-sided binomial
 */
struct ib_sign_test {
	size_t nr_pos;
	size_t nr_neg;
	double p;
};

/**
 * ib_sign_test() - two-sided test that the median of @d is 0
 * @d: differences
 * @n: how many; 0 gives p = 1
 */
struct ib_sign_test ib_sign_test(const double *d, size_t n);

#endif
