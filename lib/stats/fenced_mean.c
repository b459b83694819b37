// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "lib/stats/fenced_mean.h"

#define FENCE	1.5

double ib_fenced_mean(double *v, size_t n, double least)
{
	double lower, upper, width;
	size_t first = 0, end = n;

	if (!n)
		return NAN;
	gsl_sort(v, 1, n);
	lower = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.25);
	upper = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.75);
	width = FENCE * GSL_MAX_DBL(upper - lower, least);
	while (v[first] < lower - width)
		first++;
	while (v[end - 1] > upper + width)
		end--;
	return gsl_stats_mean(v + first, 1, end - first);
}
