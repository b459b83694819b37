// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#include "lib/stats/random_effects.h"

struct weighted {
	double sum;
	double squares;
	double mid;
	double spread;
};

static double weight(const struct ib_group_estimate *g, double tau2, bool alike)
{
	return alike ? 1 : 1 / (g->error * g->error + tau2);
}

/* Sum of weights, of their squares, the mean, and the weighted squares about it. */
static struct weighted weigh(const struct ib_group_estimate *g, size_t n, double tau2, bool alike)
{
	struct weighted w = { 0 };

	for (size_t i = 0; i < n; i++) {
		double x = weight(&g[i], tau2, alike);

		w.sum += x;
		w.squares += x * x;
		w.mid += x * g[i].mid;
	}
	w.mid /= w.sum;
	for (size_t i = 0; i < n; i++)
		w.spread += weight(&g[i], tau2, alike) * pow(g[i].mid - w.mid, 2);
	return w;
}

static bool any_without_error(const struct ib_group_estimate *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(g[i].error > 0))
			return true;
	return false;
}

struct ib_effects ib_random_effects(const struct ib_group_estimate *groups, size_t n, double level)
{
	struct ib_effects e = { NAN, NAN, NAN, NAN, NAN };
	bool alike = any_without_error(groups, n);
	struct weighted w;
	double tau2, q, t;

	if (n == 1)
		return (struct ib_effects){ groups->mid, groups->error, NAN, NAN, NAN };
	if (!n)
		return e;
	w = weigh(groups, n, 0, alike);
	tau2 = alike ? w.spread / (n - 1) : fmax(0, (w.spread - (n - 1)) /
						    (w.sum - w.squares / w.sum));
	w = weigh(groups, n, tau2, alike);
	q = w.spread / (n - 1);
	e.mid = w.mid;
	e.tau = sqrt(tau2);
	e.error = sqrt((alike ? q : fmax(1, q)) / w.sum);
	t = gsl_cdf_tdist_Pinv(0.5 + level / 2, n - 1);
	e.lo = e.mid - t * e.error;
	e.hi = e.mid + t * e.error;
	return e;
}
