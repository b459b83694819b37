// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

#include "lib/base/err.h"
#include "lib/stats/signed_rank.h"

/*
 * Adds one rank to the distribution of a sum to which each rank so far came
 * with probability 1/2. In place from the top, as pr[s - rank] must be the old one.
 */
static void add_rank(double *pr, size_t top, size_t rank)
{
	for (size_t s = top + 1; s-- > rank;)
		pr[s] = (pr[s] + pr[s - rank]) / 2;
	for (size_t s = 0; s < rank && s <= top; s++)
		pr[s] /= 2;
}

static size_t sum_of(const size_t *rank, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += rank[i];
	return sum;
}

/*
 * P(W <= w) for W the sum of @rank, each counted with probability 1/2; exact.
 * Sums above w are never needed, so the table ends there.
 */
static double exact_cdf(const size_t *rank, size_t n, size_t w)
{
	double *pr = ib_calloc(w + 1, sizeof(*pr));
	double p = 0;

	pr[0] = 1;
	for (size_t i = 0; i < n; i++)
		add_rank(pr, w, rank[i]);
	for (size_t s = 0; s <= w; s++)
		p += pr[s];
	free(pr);
	return p;
}

/*
 * The same by the normal distribution. Its tails are too heavy at small
 * probabilities (R. L. McCornack, "Extended tables of the Wilcoxon matched pair
 * signed rank statistic", JASA 60, 1965), so it errs towards "unresolved".
 */
static double normal_cdf(const size_t *rank, size_t n, double w)
{
	double var = 0;

	for (size_t i = 0; i < n; i++)
		var += (double)rank[i] * rank[i] / 4;
	return gsl_cdf_ugaussian_P((w - sum_of(rank, n) / 2.0) / sqrt(var));
}

/*
 * Twice the rank of every non-zero difference by magnitude, zeros ranked but left
 * out. Return: how many there are; *w2 gets the sum of those of positive sign.
 */
static size_t doubled_ranks(const double *d, size_t n, size_t *rank, size_t *w2)
{
	double *mag = ib_calloc(n, sizeof(*mag));
	size_t *order = ib_calloc(n, sizeof(*order));
	size_t nr = 0;

	for (size_t i = 0; i < n; i++)
		mag[i] = fabs(d[i]);
	gsl_sort_index(order, mag, 1, n);
	*w2 = 0;
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first; end < n && mag[order[end]] == mag[order[first]]; end++)
			;
		for (size_t i = first; i < end && mag[order[first]] > 0; i++) {
			rank[nr++] = first + 1 + end;
			if (d[order[i]] > 0)
				*w2 += first + 1 + end;
		}
	}
	free(order);
	free(mag);
	return nr;
}

static double two_sided(const size_t *rank, size_t n, size_t w2)
{
	size_t all = sum_of(rank, n), low = w2 < all - w2 ? w2 : all - w2;
	double p;

	if (!n)
		return 1;
	if (n <= IB_SIGNED_RANK_EXACT_N)
		p = exact_cdf(rank, n, low);
	else	/* untied sums are 2 apart: 1 is the continuity correction */
		p = normal_cdf(rank, n, low + 1.0);
	return fmin(1, 2 * p);
}

int ib_signed_rank(const double *d, size_t n, struct ib_signed_rank *out)
{
	size_t *rank, nr;

	if (!n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(d[i]))
			return -EINVAL;
	rank = ib_calloc(n, sizeof(*rank));
	nr = doubled_ranks(d, n, rank, &out->w2);
	out->nr_zero = n - nr;
	out->p = two_sided(rank, nr, out->w2);
	free(rank);
	return 0;
}

static size_t exact_depth(size_t n, double alpha)
{
	size_t half = n * (n + 1) / 4, k = 0;
	double *pr = ib_calloc(half + 1, sizeof(*pr)), p;

	pr[0] = 1;
	for (size_t rank = 1; rank <= n; rank++)
		add_rank(pr, half, rank);
	for (p = pr[0]; k < half && 2 * p <= alpha; p += pr[k])
		k++;
	free(pr);
	return k;
}

static size_t normal_depth(size_t n, double alpha)
{
	double mean = n * (n + 1.0) / 4;
	double sd = sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
	double last = mean + sd * gsl_cdf_ugaussian_Pinv(alpha / 2) - 0.5;

	return last < 0 ? 0 : (size_t)floor(last) + 1;
}

/* A table asks for the same depth again and again. */
size_t ib_signed_rank_depth(size_t n, double alpha)
{
	static struct { size_t n; double alpha; size_t depth; } last;

	if (n != last.n || alpha != last.alpha) {
		last.n = n;
		last.alpha = alpha;
		last.depth = n <= IB_SIGNED_RANK_EXACT_N ? exact_depth(n, alpha) :
							   normal_depth(n, alpha);
	}
	return last.depth;
}

struct ib_sign_test ib_sign_test(const double *d, size_t n)
{
	struct ib_sign_test t = { .p = 1 };
	size_t few;

	for (size_t i = 0; i < n; i++) {
		t.nr_pos += d[i] > 0;
		t.nr_neg += d[i] < 0;
	}
	few = t.nr_pos < t.nr_neg ? t.nr_pos : t.nr_neg;
	if (t.nr_pos + t.nr_neg)
		t.p = fmin(1, 2 * gsl_cdf_binomial_P(few, 0.5, t.nr_pos + t.nr_neg));
	return t;
}
