/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka before 1.1.6 compares floats only. */
#ifndef INITBENCH_TESTS_NEAR_H
#define INITBENCH_TESTS_NEAR_H

#include <math.h>

#define assert_near(a, b, within) do {						\
	double a_ = (a), b_ = (b);						\
										\
	if (!(fabs(a_ - b_) <= (within)))					\
		fail_msg("%.9g is not within %g of %.9g", a_, (double)(within), b_);	\
} while (0)

#endif
