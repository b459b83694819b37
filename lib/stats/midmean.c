// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>

#include "lib/stats/midmean.h"

double ib_midmean(const double *sorted, size_t n)
{
	size_t whole = n / 4;
	double part = n / 4.0 - whole, sum = 0;

	if (!n)
		return NAN;
	for (size_t i = whole; i < n - whole; i++)
		sum += sorted[i];
	sum -= part * (sorted[whole] + sorted[n - 1 - whole]);
	return sum / (n / 2.0);
}

/*
 * ib_midmean() needs to know the two values at the cuts and which are between
 * them, no more. GSL's selection is Hoare's: it leaves smaller values before
 * the one selected and larger ones behind it.
 */
double ib_midmean_unsorted(double *v, size_t n)
{
	size_t lower = n / 4, upper = n - 1 - lower;

	if (n)
		gsl_stats_select(v, 1, n, lower);
	if (n && upper > lower)
		gsl_stats_select(v + lower + 1, 1, n - lower - 1, upper - lower - 1);
	return ib_midmean(v, n);
}

/* Sum of squares about the mean, @g values at each end replaced by their neighbour. */
static double winsorised_squares(const double *sorted, size_t n, size_t g)
{
	double mean = g * (sorted[g] + sorted[n - 1 - g]), squares;

	for (size_t i = g; i < n - g; i++)
		mean += sorted[i];
	mean /= n;
	squares = g * (pow(sorted[g] - mean, 2) + pow(sorted[n - 1 - g] - mean, 2));
	for (size_t i = g; i < n - g; i++)
		squares += pow(sorted[i] - mean, 2);
	return squares;
}

double ib_midmean_error(const double *sorted, size_t n)
{
	size_t g = n / 4, h = n - 2 * g;

	return n < 2 ? NAN : sqrt(winsorised_squares(sorted, n, g) / ((double)h * (h - 1)));
}

struct ib_estimate ib_midmean_interval(const double *sorted, size_t n, double level)
{
	struct ib_estimate e = { ib_midmean(sorted, n), NAN, NAN };
	size_t h = n - 2 * (n / 4);
	double error = ib_midmean_error(sorted, n), t;

	if (n < 2)
		return e;
	t = gsl_cdf_tdist_Pinv(0.5 + level / 2, h - 1);
	e.lo = e.mid - t * error;
	e.hi = e.mid + t * error;
	return e;
}
