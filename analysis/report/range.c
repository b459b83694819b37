// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/report/range.h"
#include "lib/base/encode.h"

void ib_widen(struct ib_range *r, double x)
{
	if (!isfinite(x))
		return;
	r->lo = r->nr ? fmin(r->lo, x) : x;
	r->hi = r->nr ? fmax(r->hi, x) : x;
	r->nr++;
}

void ib_print_range(FILE *out, const struct ib_range *r, int digits, const char *unit)
{
	char lo[32], hi[32];

	snprintf(lo, sizeof(lo), "%.*f", digits, r->lo);
	snprintf(hi, sizeof(hi), "%.*f", digits, r->hi);
	if (strcmp(lo, hi))
		ib_mark(out, "%s to %s%s", lo, hi, unit);
	else
		ib_mark(out, "%s%s", lo, unit);
}
