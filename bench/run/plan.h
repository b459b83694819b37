/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows a run measures. */
#ifndef INITBENCH_PLAN_H
#define INITBENCH_PLAN_H

#include "bench/lanes/lane.h"

/**
 * struct ib_selection - what the user asked for; zero and NULL mean the default
 * @lanes: comma-separated names
 * @variants: comma-separated ids
 * @study: the study's matrix instead of the default one; no axis is given then
 * @axis: for each axis the set of values; 0 is the default
 */
struct ib_selection {
	const char *lanes;
	const char *variants;
	bool study;
	uint64_t axis[IB_AXES];
};

/**
 * struct ib_plan - rows in the order of the results file
 * @rows: in memory that forked children share, so that they can fill in facts
 * @n: how many
 * @lanes: the lanes of the rows
 * @nr_lanes: how many
 * @overflows: there were more rows than a plan has room for
 */
struct ib_plan {
	struct ib_row *rows;
	size_t n;
	const struct ib_lane *lanes[IB_MAX_LANES];
	size_t nr_lanes;
	bool overflows;
};

/**
 * ib_plan_make() - rows for a selection
 * @selection: without any axis, the default matrix (every variant on INIT with
 *             every named mask; RESET; cost against the number of components;
 *             cost against register content), or the study's, restricted to the lanes and
 *             variants given; with an axis, the product of what is given and of
 *             the defaults of the other axes. Where a variant that has a second
 *             copy ("NAME-again") stands beside others, the copy does, too
 * @plan: filled in; ib_plan_free() it
 *
 * Return: 0, or -1 after a message: unknown lane or variant (with the nearest
 * name), a lane that cannot run here, a selection without rows or with too many.
 */
int ib_plan_make(const struct ib_selection *selection, struct ib_plan *plan);

/**
 * ib_plan_free() - give back the rows
 * @plan: as ib_plan_make() left it
 */
void ib_plan_free(struct ib_plan *plan);

#endif
