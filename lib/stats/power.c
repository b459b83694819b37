// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "lib/base/err.h"
#include "lib/stats/power.h"

static double median_in_place(double *x, size_t n)
{
	gsl_sort(x, 1, n);
	return gsl_stats_median_from_sorted_data(x, 1, n);
}

double ib_mad(const double *x, size_t n)
{
	double *t, mid, mad;

	if (n < 2)
		return NAN;
	t = ib_calloc(n, sizeof(*t));
	memcpy(t, x, n * sizeof(*t));
	mid = median_in_place(t, n);
	for (size_t i = 0; i < n; i++)
		t[i] = fabs(x[i] - mid);
	mad = median_in_place(t, n);
	free(t);
	return mad / gsl_cdf_ugaussian_Pinv(0.75);
}

double ib_mad_scale(const double *x, size_t n)
{
	double mad = ib_mad(x, n);

	return mad > 0 || n < 2 ? mad : gsl_stats_sd(x, 1, n);
}

size_t ib_blocks_needed(double sd, double mde)
{
	double n = ceil(44 * sd * sd / 2 / (mde * mde));

	return n > IB_BLOCKS_MIN ? fmin(n, IB_BLOCKS_MAX) : IB_BLOCKS_MIN;
}

double ib_detectable(double width, double alpha)
{
	double z = gsl_cdf_ugaussian_Qinv(alpha / 2);

	return width / 2 * (z + gsl_cdf_ugaussian_Pinv(0.8)) / z;
}
