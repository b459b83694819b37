// SPDX-License-Identifier: GPL-2.0-only
#include "lib/stats/judge.h"
#include "lib/stats/power.h"

static const char * const names[IB_NR_VERDICTS] = {
	[IB_UNRES] = "unres",
	[IB_SAME] = "same",
	[IB_TINY] = "tiny",
	[IB_FASTER] = "faster",
	[IB_SLOWER] = "slower",
	[IB_TAIL] = "tail",
};

const char *ib_verdict_name(enum ib_verdict verdict)
{
	return names[verdict];
}

enum ib_verdict ib_verdict_of(double lo, double hi, bool backed, double delta)
{
	bool differs = lo > 0 || hi < 0;
	bool inside = delta > 0 && lo >= -delta && hi <= delta;

	if (differs && !backed)
		return IB_TAIL;
	if (inside)
		return differs ? IB_TINY : IB_SAME;
	if (!differs)
		return IB_UNRES;
	return hi < 0 ? IB_FASTER : IB_SLOWER;
}

enum ib_verdict ib_verdict_beyond(enum ib_verdict verdict, double lo, double hi, double ruler)
{
	return ib_differs(verdict) && lo <= ruler && hi >= -ruler ? IB_UNRES : verdict;
}

bool ib_differs(enum ib_verdict verdict)
{
	return verdict == IB_FASTER || verdict == IB_SLOWER;
}

static bool guard(const struct ib_sign_test *sign, const struct ib_walsh *walsh)
{
	if (sign->p >= IB_GUARD_P)
		return false;
	return walsh->hi < 0 ? sign->nr_neg > sign->nr_pos : sign->nr_pos > sign->nr_neg;
}

int ib_judge(const double *d, size_t n, double alpha, double delta, struct ib_judgement *out)
{
	int err = ib_walsh(d, n, alpha, &out->walsh);

	if (err)
		return err;
	ib_signed_rank(d, n, &out->rank);
	out->n = n;
	out->sign = ib_sign_test(d, n);
	out->detectable = ib_detectable(out->walsh.hi - out->walsh.lo, alpha);
	out->verdict = ib_verdict_of(out->walsh.lo, out->walsh.hi,
				     guard(&out->sign, &out->walsh), delta);
	return 0;
}
