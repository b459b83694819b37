// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>

#include "analysis/tables/components.h"
#include "analysis/tables/fit.h"
#include "lib/base/xfeature.h"

#define MAX_POINTS	64

/* A column that the others explain to this is no column of its own. */
#define COLLINEAR	1e-6

struct points {
	size_t nr;
	struct ib_load load[MAX_POINTS];
	double cost[MAX_POINTS];
	double error[MAX_POINTS];
};

static uint64_t hex(const char *s)
{
	return s ? strtoull(s, NULL, 16) : 0;
}

struct ib_load ib_load_of(const struct ib_table *table, const struct ib_line *line)
{
	uint64_t mask = line->row->oracle_mask;
	/* The image holds what the CPU enables, but PKRU (bench/xstate.h), and the mask. */
	uint64_t image = mask | (hex(ib_field(table->runs[0]->record, "cpu/xcr0")) &
				 ~BIT_ULL(XFEATURE_PKRU));
	struct ib_load load = { .of[IB_FIT_FIXED] = 1 };

	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		uint64_t up_to = (BIT_ULL(i + 1) - 1) & ~(BIT_ULL(XFEATURE_YMM) - 1);

		if (!(mask & BIT_ULL(i)))
			continue;
		load.of[IB_FIT_COMPONENT]++;
		load.of[IB_FIT_WALK] += __builtin_popcountll(image & up_to);
		load.of[IB_FIT_BYTE] += ib_xfeatures[i].size;
	}
	return load;
}

static double error_of(const struct ib_line *l)
{
	return isfinite(l->cost.hi) ? (l->cost.hi - l->cost.lo) / 2 : 0;
}

static void add_point(struct points *p, struct ib_load load, double cost, double error)
{
	if (p->nr == MAX_POINTS)
		return;
	p->load[p->nr] = load;
	p->cost[p->nr] = cost;
	p->error[p->nr++] = error;
}

/* Exact figures weigh the same; of measured ones, those that are known better weigh more. */
static double weight(const struct points *p, size_t i)
{
	for (size_t k = 0; k < p->nr; k++)
		if (!(p->error[k] > 0))
			return 1;
	return 1 / (p->error[i] * p->error[i]);
}

static double dot(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

/* Gram and Schmidt: which terms have something to say that those before them have not. */
static void choose_terms(const struct points *p, size_t most, struct ib_fit *fit)
{
	double basis[IB_FIT_TERMS][MAX_POINTS];

	for (size_t t = 0; t < most; t++) {
		double *own = basis[fit->terms], before, after;

		for (size_t i = 0; i < p->nr; i++)
			own[i] = p->load[i].of[t];
		before = dot(own, own, p->nr);
		for (size_t k = 0; k < fit->terms; k++) {
			double part = dot(own, basis[k], p->nr);

			for (size_t i = 0; i < p->nr; i++)
				own[i] -= part * basis[k][i];
		}
		after = dot(own, own, p->nr);
		fit->used[t] = after > COLLINEAR * before;
		for (size_t i = 0; fit->used[t] && i < p->nr; i++)
			own[i] /= sqrt(after);
		fit->terms += fit->used[t];
	}
}

static void take_result(const struct points *p, const gsl_vector *c, const gsl_matrix *cov,
			double chisq, struct ib_fit *fit)
{
	size_t df = p->nr - fit->terms;

	fit->points = p->nr;
	fit->quantile = gsl_cdf_tdist_Pinv(0.5 + IB_LEVEL / 2, df);
	for (size_t i = 0, x = 0; i < IB_FIT_TERMS; i++) {
		if (!fit->used[i])
			continue;
		fit->coef[i] = gsl_vector_get(c, x);
		for (size_t j = 0, y = 0; j < IB_FIT_TERMS; j++)
			if (fit->used[j])
				fit->cov[i][j] = gsl_matrix_get(cov, x, y++) * chisq / df;
		x++;
	}
	for (size_t i = 0; i < p->nr; i++)
		fit->worst = fmax(fit->worst, fabs(p->cost[i] - ib_fit_at(fit, &p->load[i])));
}

static void fill(const struct points *p, const struct ib_fit *fit, gsl_matrix *x, gsl_vector *y,
		 gsl_vector *w)
{
	for (size_t i = 0; i < p->nr; i++) {
		size_t column = 0;

		for (size_t t = 0; t < IB_FIT_TERMS; t++)
			if (fit->used[t])
				gsl_matrix_set(x, i, column++, p->load[i].of[t]);
		gsl_vector_set(y, i, p->cost[i]);
		gsl_vector_set(w, i, weight(p, i));
	}
}

static bool solve(const struct points *p, size_t most, struct ib_fit *fit)
{
	gsl_multifit_linear_workspace *work;
	gsl_vector *y, *w, *c;
	gsl_matrix *x, *cov;
	double chisq;

	*fit = (struct ib_fit){ .points = p->nr };
	if (!p->nr)
		return false;
	choose_terms(p, most, fit);
	if (p->nr < fit->terms + 2)
		return false;
	work = gsl_multifit_linear_alloc(p->nr, fit->terms);
	x = gsl_matrix_alloc(p->nr, fit->terms);
	cov = gsl_matrix_alloc(fit->terms, fit->terms);
	y = gsl_vector_alloc(p->nr);
	w = gsl_vector_alloc(p->nr);
	c = gsl_vector_alloc(fit->terms);
	fill(p, fit, x, y, w);
	gsl_multifit_wlinear(x, w, y, c, cov, &chisq, work);
	take_result(p, c, cov, chisq, fit);
	gsl_vector_free(c);
	gsl_vector_free(w);
	gsl_vector_free(y);
	gsl_matrix_free(cov);
	gsl_matrix_free(x);
	gsl_multifit_linear_free(work);
	return true;
}

bool ib_fit_components(const struct ib_table *table, const char *variant, struct ib_fit *fit)
{
	struct points p = { .nr = 0 };
	int most = ib_most_components(table);

	for (int n = 0; n <= most; n++) {
		const struct ib_line *l = ib_components(table, variant, "none", n);

		if (l)
			add_point(&p, ib_load_of(table, l), l->cost.mid, error_of(l));
	}
	return solve(&p, IB_FIT_TERMS, fit);
}

bool ib_fit_difference(const struct ib_table *table, const char *a, const char *b,
		       struct ib_fit *fit)
{
	struct points p = { .nr = 0 };
	int most = ib_most_components(table);

	for (int n = 0; n <= most; n++) {
		const struct ib_line *x = ib_components(table, a, "none", n);
		const struct ib_line *y = ib_components(table, b, "none", n);

		if (x && y)
			add_point(&p, (struct ib_load){ { 1, n } }, x->cost.mid - y->cost.mid,
				  hypot(error_of(x), error_of(y)));
	}
	return solve(&p, IB_FIT_WALK, fit);
}

bool ib_fit_live(const struct ib_table *table, const char *variant, struct ib_fit *fit)
{
	struct points p = { .nr = 0 };
	int most = ib_most_components(table);

	/* With nothing to clear nothing is put or loaded. */
	for (int n = 1; n <= most; n++) {
		const struct ib_line *l = ib_components(table, variant, "putload", n);

		if (l)
			add_point(&p, (struct ib_load){ { 1, n } }, l->cost.mid, error_of(l));
	}
	return solve(&p, IB_FIT_WALK, fit);
}

struct ib_estimate ib_fit_interval(const struct ib_fit *fit, enum ib_fit_term term)
{
	double half = fit->quantile * sqrt(fit->cov[term][term]);

	return (struct ib_estimate){ fit->coef[term], fit->coef[term] - half,
				     fit->coef[term] + half };
}

double ib_fit_at(const struct ib_fit *fit, const struct ib_load *load)
{
	return dot(fit->coef, load->of, IB_FIT_TERMS);
}

struct ib_estimate ib_fit_zero(const struct ib_fit *fit)
{
	const double *fixed = fit->cov[IB_FIT_FIXED], *slope = fit->cov[IB_FIT_COMPONENT];
	double at_0 = fit->coef[IB_FIT_FIXED], per = fit->coef[IB_FIT_COMPONENT];
	double t2 = fit->quantile * fit->quantile;
	double a = per * per - t2 * slope[IB_FIT_COMPONENT];
	double b = at_0 * per - t2 * fixed[IB_FIT_COMPONENT];
	double c = at_0 * at_0 - t2 * fixed[IB_FIT_FIXED];
	struct ib_estimate e = { -at_0 / per, -INFINITY, INFINITY };

	if (a > 0) {
		double root = sqrt(fmax(0, b * b - a * c));

		e.lo = (-b - root) / a;
		e.hi = (-b + root) / a;
	}
	return e;
}
