// SPDX-License-Identifier: GPL-2.0-only
/*
 * u64_mask.c a second time, from the same source, placed by itself: every run
 * measures both, and what a table says of the two (A/A) is how far to believe
 * what it says of others. It is no contender and has no rank.
 */
#define IB_ID_SUFFIX	"-again"
#define u64_mask	u64_mask_again
#include "u64_mask.c"
