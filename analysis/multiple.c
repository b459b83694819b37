// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

#include "analysis/multiple.h"
#include "bench/err.h"

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

void ib_clopper_pearson(size_t k, size_t n, double alpha, double *lo, double *hi)
{
	*lo = k ? gsl_cdf_beta_Pinv(alpha / 2, k, n - k + 1) : 0;
	*hi = k < n ? gsl_cdf_beta_Qinv(alpha / 2, k + 1, n - k) : 1;
}
