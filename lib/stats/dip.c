// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/stats/dip.h"

/*
 * 95 % points of the dip of uniform samples: M. Maechler, R package diptest, table
 * qDiptab (a million samples a size). Between sizes sqrt(n) times the point is
 * interpolated, as there; beyond the last it stays.
 */
static const struct {
	size_t n;
	double dip;
} points[] = {
	{ 10, 0.13961 }, { 20, 0.10513 }, { 30, 0.08817 }, { 50, 0.07027 },
	{ 100, 0.05113 }, { 200, 0.03684 }, { 500, 0.02373 },
};

/*
 * The empirical distribution in counts: at @x it steps from @below to @upto.
 * @hull: scratch; @gcm, @lcm: the greatest convex minorant of the lower corners
 * and the least concave majorant of the upper ones, within the interval looked at.
 */
struct steps {
	size_t nr;
	double *x;
	double *below;
	double *upto;
	double *gcm;
	double *lcm;
	size_t *hull;
};

static struct steps *steps_of(const double *value, size_t n)
{
	struct steps *s = ib_calloc(1, sizeof(*s));
	double *x = ib_calloc(n, sizeof(*x));

	memcpy(x, value, n * sizeof(*x));
	gsl_sort(x, 1, n);
	s->x = x;
	s->below = ib_calloc(n, sizeof(*s->below));
	s->upto = ib_calloc(n, sizeof(*s->upto));
	s->gcm = ib_calloc(n, sizeof(*s->gcm));
	s->lcm = ib_calloc(n, sizeof(*s->lcm));
	s->hull = ib_calloc(n, sizeof(*s->hull));
	for (size_t i = 0; i < n; i++) {
		if (!i || x[i] != x[s->nr - 1]) {
			x[s->nr] = x[i];
			s->below[s->nr++] = i;
		}
		s->upto[s->nr - 1] = i + 1;
	}
	return s;
}

static void steps_free(struct steps *s)
{
	free(s->hull);
	free(s->lcm);
	free(s->gcm);
	free(s->upto);
	free(s->below);
	free(s->x);
	free(s);
}

/*
 * @at[lo..hi] := the hull of (x, y) from @lo to @hi, convex from below (@sign 1)
 * or concave from above (-1).
 */
static void hull(struct steps *s, const double *y, double sign, size_t lo, size_t hi, double *at)
{
	size_t *k = s->hull, nr = 0;

	for (size_t i = lo; i <= hi; i++) {
		while (nr >= 2 &&
		       sign * (y[k[nr - 1]] - y[k[nr - 2]]) * (s->x[i] - s->x[k[nr - 1]]) >=
			       sign * (y[i] - y[k[nr - 1]]) * (s->x[k[nr - 1]] - s->x[k[nr - 2]]))
			nr--;
		k[nr++] = i;
	}
	for (size_t i = lo, seg = 0; i <= hi; i++) {
		if (seg + 1 < nr && i >= k[seg + 1])
			seg++;
		at[i] = y[k[seg]];
		if (i != k[seg])
			at[i] += (y[k[seg + 1]] - y[k[seg]]) * (s->x[i] - s->x[k[seg]]) /
				 (s->x[k[seg + 1]] - s->x[k[seg]]);
	}
}

/* Where, at a corner of either hull, they are farthest apart. */
static size_t widest(const struct steps *s, size_t lo, size_t hi)
{
	size_t best = lo;

	for (size_t i = lo; i <= hi; i++)
		if ((s->gcm[i] == s->below[i] || s->lcm[i] == s->upto[i]) &&
		    s->lcm[i] - s->gcm[i] > s->lcm[best] - s->gcm[best])
			best = i;
	return best;
}

/*
 * The modal interval shrinks from everything: outside it the distribution must
 * be convex below and concave above, inside it the hulls' distance bounds the dip.
 */
double ib_dip(const double *x, size_t n)
{
	struct steps *s;
	size_t lo = 0, hi;
	double dip = 1;

	if (!n)
		return NAN;
	s = steps_of(x, n);
	hi = s->nr - 1;
	while (lo < hi) {
		size_t wide, left, right;

		hull(s, s->below, 1, lo, hi, s->gcm);
		hull(s, s->upto, -1, lo, hi, s->lcm);
		wide = widest(s, lo, hi);
		left = wide;
		right = wide;
		if (s->lcm[wide] - s->gcm[wide] <= dip)
			break;
		while (s->gcm[left] != s->below[left])
			left--;
		while (s->lcm[right] != s->upto[right])
			right++;
		for (size_t i = lo; i < left; i++)
			dip = fmax(dip, s->upto[i] - s->gcm[i]);
		for (size_t i = right + 1; i <= hi; i++)
			dip = fmax(dip, s->lcm[i] - s->below[i]);
		lo = left;
		hi = right;
	}
	steps_free(s);
	return dip / (2 * n);
}

static double point_at(size_t n)
{
	size_t k = 1;
	double a, b, part;

	while (k < ARRAY_SIZE(points) - 1 && points[k].n < n)
		k++;
	a = sqrt(points[k - 1].n) * points[k - 1].dip;
	b = sqrt(points[k].n) * points[k].dip;
	part = ((double)n - points[k - 1].n) / (points[k].n - points[k - 1].n);
	return (a + (b - a) * fmin(part, 1)) / sqrt(n);
}

bool ib_two_modes(const double *x, size_t n)
{
	return n >= points[0].n && ib_dip(x, n) > point_at(n);
}
