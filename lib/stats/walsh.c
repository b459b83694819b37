// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "lib/base/err.h"
#include "lib/stats/signed_rank.h"
#include "lib/stats/walsh.h"

int ib_walsh(const double *d, size_t n, double alpha, struct ib_walsh *out)
{
	size_t nr = n * (n + 1) / 2, k = 0;
	double *avg;

	if (!n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(d[i]))
			return -EINVAL;
	avg = ib_calloc(nr, sizeof(*avg));
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			avg[k++] = (d[i] + d[j]) / 2;
	k = ib_signed_rank_depth(n, alpha);
	out->hl = gsl_stats_median(avg, 1, nr);
	out->lo = k ? gsl_stats_select(avg, 1, nr, k - 1) : -INFINITY;
	out->hi = k ? gsl_stats_select(avg, 1, nr, nr - k) : INFINITY;
	free(avg);
	return 0;
}
