// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

#include "lib/base/err.h"
#include "lib/stats/multiplicity.h"

void ib_holm(const double *p, size_t n, double *adj)
{
	double *tested = ib_calloc(n, sizeof(*tested)), most = 0;
	size_t *order = ib_calloc(n, sizeof(*order)), *row = ib_calloc(n, sizeof(*row)), m = 0;

	for (size_t i = 0; i < n; i++) {
		adj[i] = NAN;
		if (isnan(p[i]))
			continue;
		row[m] = i;
		tested[m++] = p[i];
	}
	if (m)
		gsl_sort_index(order, tested, 1, m);
	for (size_t i = 0; i < m; i++) {
		most = fmax(most, fmin(1, (m - i) * tested[order[i]]));
		adj[row[order[i]]] = most;
	}
	free(row);
	free(order);
	free(tested);
}

/*
 * The p in [0, 1] at which the rising Beta(a, b) distribution function reaches
 * @target. By halving: GSL's own inverse aborts the program where it does not
 * converge, as for 1918 of 2000.
 */
static double beta_inverse(double target, double a, double b)
{
	double lo = 0, hi = 1;

	for (double mid = 0.5; mid > lo && mid < hi; mid = (lo + hi) / 2) {
		if (gsl_cdf_beta_P(mid, a, b) < target)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

void ib_clopper_pearson(size_t k, size_t n, double alpha, double *lo, double *hi)
{
	*lo = k ? beta_inverse(alpha / 2, k, n - k + 1) : 0;
	*hi = k < n ? beta_inverse(1 - alpha / 2, k + 1, n - k) : 1;
}
