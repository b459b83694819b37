// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "lib/base/err.h"
#include "lib/stats/signed_rank.h"
#include "lib/stats/walsh.h"

/* Bits of a double, in the order of the doubles. */
static uint64_t key_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 63 ? ~bits : bits | 1ULL << 63;
}

static double of_key(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~(1ULL << 63) : ~key;
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/*
 * Walsh averages that are at most x, of sorted differences: the further up i is, the fewer
 * j go with it, since a sum of doubles rounds the same way for all.
 */
static size_t count_up_to(const double *d, size_t n, double x)
{
	size_t count = 0, end = n;

	for (size_t i = 0; i < end; i++) {
		while (end > i && (d[i] + d[end - 1]) / 2 > x)
			end--;
		count += end - i;
	}
	return count;
}

/* The k-th smallest, k from 1: the smallest double that k of them are not above. */
static double select_average(const double *d, size_t n, size_t k)
{
	uint64_t lo = key_of(d[0]), hi = key_of(d[n - 1]);

	while (lo < hi) {
		uint64_t mid = lo + (hi - lo) / 2;

		if (count_up_to(d, n, of_key(mid)) >= k)
			hi = mid;
		else
			lo = mid + 1;
	}
	return of_key(hi) + 0.0;	/* of two zeros the one without a sign */
}

/*
 * Of n differences there are n (n + 1) / 2 averages; they are counted, not made: 12,000
 * layouts took 570 MB.
 */
int ib_walsh(const double *d, size_t n, double alpha, struct ib_walsh *out)
{
	size_t nr = n * (n + 1) / 2, k;
	double *sorted;

	if (!n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(d[i]))
			return -EINVAL;
	sorted = ib_calloc(n, sizeof(*sorted));
	memcpy(sorted, d, n * sizeof(*sorted));
	gsl_sort(sorted, 1, n);
	k = ib_signed_rank_depth(n, alpha);
	out->hl = (select_average(sorted, n, (nr + 1) / 2) +
		   select_average(sorted, n, nr / 2 + 1)) / 2;
	out->lo = k ? select_average(sorted, n, k) : -INFINITY;
	out->hi = k ? select_average(sorted, n, nr - k + 1) : INFINITY;
	free(sorted);
	return 0;
}
