/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdict on one row of a comparison. */
#ifndef INITBENCH_JUDGE_H
#define INITBENCH_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/stats/signed_rank.h"
#include "lib/stats/walsh.h"

/* Largest p of the sign test that still backs an interval that excludes 0. */
#define IB_GUARD_P	0.20

/**
 * enum ib_verdict - what is said of a row
 * @IB_UNRES: neither different nor the same: not "no difference"
 * @IB_SAME: the interval lies within +-delta, its ends included: only what lies beyond
 *           is not the same
 * @IB_TINY: within +-delta and without 0
 * @IB_FASTER: the interval lies below 0
 * @IB_SLOWER: the interval lies above 0
 * @IB_TAIL: the interval excludes 0 but the signs do not agree with it: a tail
 *           changed, not the bulk
 */
enum ib_verdict {
	IB_UNRES,
	IB_SAME,
	IB_TINY,
	IB_FASTER,
	IB_SLOWER,
	IB_TAIL,
	IB_NR_VERDICTS,
};

/**
 * struct ib_judgement - all that is known of a row's difference
 * @n: units
 * @walsh: estimate and joint interval
 * @rank: signed-rank test; its p is of this row alone
 * @sign: sign test, the guard
 * @detectable: smallest difference seen with 80 % power at this n and level
 * @verdict: follows from @walsh.lo, @walsh.hi, @sign and delta, from nothing else
 */
struct ib_judgement {
	size_t n;
	struct ib_walsh walsh;
	struct ib_signed_rank rank;
	struct ib_sign_test sign;
	double detectable;
	enum ib_verdict verdict;
};

/**
 * ib_judge() - judge the differences patch - base of one row
 * @d: one a unit
 * @n: units
 * @alpha: of this row's interval: .05 over the rows judged together
 * @delta: half width of the band called the same; 0 if none was declared
 * @out: result
 *
 * Return: 0, or -EINVAL if @n is 0 or a difference is not finite.
 */
int ib_judge(const double *d, size_t n, double alpha, double delta, struct ib_judgement *out);

/**
 * ib_verdict_of() - the verdict that follows from an interval
 * @lo: lower limit
 * @hi: upper limit
 * @backed: the sign test agrees with the side of 0 the interval is on
 * @delta: as in ib_judge()
 */
enum ib_verdict ib_verdict_of(double lo, double hi, bool backed, double delta);

/**
 * ib_verdict_beyond() - a verdict that no instrument is asked too much of
 * @verdict: of ib_verdict_of()
 * @lo: lower limit of its interval
 * @hi: upper limit
 * @ruler: error of the instrument itself, in the same unit
 *
 * Return: @verdict; %IB_UNRES of "faster" or "slower" whose interval reaches into +-@ruler.
 */
enum ib_verdict ib_verdict_beyond(enum ib_verdict verdict, double lo, double hi, double ruler);

/**
 * ib_differs() - does a verdict say that the means differ?
 * @verdict: which
 */
bool ib_differs(enum ib_verdict verdict);

/**
 * ib_verdict_name() - "faster", "slower", "same", "tiny", "unres" or "tail"
 * @verdict: which
 */
const char *ib_verdict_name(enum ib_verdict verdict);

#endif
