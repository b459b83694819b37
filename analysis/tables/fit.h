/* SPDX-License-Identifier: GPL-2.0-only */
/* Straight lines through costs: what a component and a byte more take. */
#ifndef INITBENCH_FIT_H
#define INITBENCH_FIT_H

#include "analysis/tables/rows.h"

/**
 * enum ib_fit_term - what a cost is made of
 * @IB_FIT_FIXED: paid once
 * @IB_FIT_COMPONENT: for each component of the mask
 * @IB_FIT_WALK: for each step of the walk to a component: the kernel finds its
 *               offset by adding up the sizes of those below it in the image
 * @IB_FIT_BYTE: for each byte cleared
 */
enum ib_fit_term { IB_FIT_FIXED, IB_FIT_COMPONENT, IB_FIT_WALK, IB_FIT_BYTE, IB_FIT_TERMS };

/**
 * struct ib_load - what a mask makes a variant do: how much of each term
 * @of: enum ib_fit_term
 */
struct ib_load {
	double of[IB_FIT_TERMS];
};

/**
 * struct ib_fit - cost = sum of coef[term] * load[term]
 * @points: it rests on
 * @terms: that were fitted; one that the points cannot tell from those before
 *         it is left out, its coefficient 0
 * @used: which
 * @coef: coefficients
 * @cov: their covariance
 * @quantile: of Student's t, for the interval of a coefficient
 * @worst: largest distance of a point from the line
 */
struct ib_fit {
	size_t points;
	size_t terms;
	bool used[IB_FIT_TERMS];
	double coef[IB_FIT_TERMS];
	double cov[IB_FIT_TERMS][IB_FIT_TERMS];
	double quantile;
	double worst;
};

/**
 * ib_load_of() - what a line's mask makes a variant do
 * @table: its table
 * @line: line
 */
struct ib_load ib_load_of(const struct ib_table *table, const struct ib_line *line);

/**
 * ib_fit_components() - cost of a variant's clear against the n of the masks n:k
 * @table: table
 * @variant: id
 * @fit: set
 *
 * Least squares, weighted by the points' intervals; where the points lie
 * farther from the line than their intervals allow, the covariance is scaled by
 * it (the line is then the best one, not the truth).
 *
 * Return: false if there are too few points (at least two more than terms).
 */
bool ib_fit_components(const struct ib_table *table, const char *variant, struct ib_fit *fit);

/**
 * ib_fit_difference() - what the first variant costs more than the second, against n
 * @table: table
 * @a: id
 * @b: id
 * @fit: set; fixed and component only, since both walk and clear the same
 *
 * Return: as ib_fit_components().
 */
bool ib_fit_difference(const struct ib_table *table, const char *a, const char *b,
		       struct ib_fit *fit);

/**
 * ib_fit_live() - cost with live state against the n of the masks n:k
 * @table: table
 * @variant: id
 * @fit: set; fixed and component only
 *
 * Return: as ib_fit_components().
 */
bool ib_fit_live(const struct ib_table *table, const char *variant, struct ib_fit *fit);

/**
 * ib_fit_interval() - a coefficient and its interval
 * @fit: fit
 * @term: which
 */
struct ib_estimate ib_fit_interval(const struct ib_fit *fit, enum ib_fit_term term);

/**
 * ib_fit_at() - what a fit says
 * @fit: fit
 * @load: of what is to be predicted
 */
double ib_fit_at(const struct ib_fit *fit, const struct ib_load *load);

/**
 * ib_fit_zero() - where the line of a difference is 0: two variants cross
 * @fit: of ib_fit_difference()
 *
 * The interval is Fieller's (E. C. Fieller, J. R. Stat. Soc. B 16, 1954).
 *
 * Return: where; limits are infinite if the slope may be 0: then the lines may
 * run side by side, and there is no crossing to speak of.
 */
struct ib_estimate ib_fit_zero(const struct ib_fit *fit);

#endif
