/* SPDX-License-Identifier: GPL-2.0-only */
/* Many rows judged at once, and how often a rate was seen. */
#ifndef INITBENCH_MULTIPLE_H
#define INITBENCH_MULTIPLE_H

#include <stddef.h>

/**
 * ib_holm() - adjusted p-values that hold for all rows together
 * @p: one p-value a row; NAN for a row that was not tested
 * @n: rows
 * @adj: adjusted, in the order of @p, at most 1; NAN where @p is
 *
 * S. Holm, "A simple sequentially rejective multiple test procedure", Scand. J.
 * Statist. 6, 1979: by rising p, the i-th of m times (m - i), never falling.
 */
void ib_holm(const double *p, size_t n, double *adj);

/**
 * ib_clopper_pearson() - exact interval of a proportion
 * @k: hits
 * @n: trials; 0 gives [0, 1]
 * @alpha: 1 - level
 * @lo: lower limit
 * @hi: upper limit
 */
void ib_clopper_pearson(size_t k, size_t n, double alpha, double *lo, double *hi);

#endif
