/* SPDX-License-Identifier: GPL-2.0-only */
/* Named sets of events: what to count for a question, on each family of CPUs. */
#ifndef INITBENCH_PMU_SETS_H
#define INITBENCH_PMU_SETS_H

#include <stdbool.h>

#define IB_SET_EVENTS	8

/**
 * struct ib_pmu_set - a set on a family
 * @name: for --pmu
 * @pmu: libpfm4's name of the family's PMU
 * @width: uops that the family can rename (AMD: dispatch) in a cycle; 0 if the
 *         set is not an account of slots
 * @event: its events: the name in results, the same for all families, and
 *         libpfm4's; a NULL name at the end
 */
struct ib_pmu_set {
	const char *name;
	const char *pmu;
	unsigned int width;
	struct {
		const char *name;
		const char *pfm;
	} event[IB_SET_EVENTS];
};

/**
 * ib_pmu_set() - a set on this machine
 * @name: as the user gave it
 * @is_present: whether libpfm4 finds a PMU of that name here
 * @known: set to whether there is such a set at all
 *
 * Return: the set, NULL if this CPU's family has none of that name.
 */
const struct ib_pmu_set *ib_pmu_set(const char *name, bool (*is_present)(const char *pmu),
				    bool *known);

#endif
