/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A lane: something that can time rows. `run` plans rows, asks the lane for
 * each row's facts once, then opens a launch per layout and has every row
 * measured in it.
 */
#ifndef INITBENCH_LANE_H
#define INITBENCH_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "lib/schema/block.h"
#include "lib/schema/row.h"

/* Why a row at rest is skipped: XINUSE may say so of a component in its INIT state. */
#define IB_NEVER_AT_REST	"this CPU says that %s is in use whatever it holds"

struct ib_counters;
struct ib_counts;

/* Room for the launches of a run's lanes. */
#define IB_MAX_LANES	8

/* Takes a copy of a row; see struct ib_lane, @extra_rows. */
typedef void (*ib_add_row)(void *plan, const struct ib_row *row);

/**
 * struct ib_lane - the operations of a lane
 * @name: on the command line and in results
 * @what: one line for `initbench list`
 * @proxy: its figures stand for the kernel's, but are not the kernel's
 * @calibrated: its clock is the TSC of the CPU it runs on, so that core cycles
 *              can be calibrated beside each block
 * @unavailable: why it cannot run here and the remedy; NULL if it can
 * @variants: ids of the variants it has; sets @n
 * @extra_rows: its rows that are no variants (parts, KVM's own path): calls
 *              @add for each; may be NULL
 * @launch: start a launch in the layout that @seed draws; NULL after a message
 * @survey: fill in a row's facts; -1 after a message
 * @measure: take a block; -1 after a message
 * @body: run a row's body [or the baseline's] @n times for a counter to count;
 *        -1 if the row's body cannot be repeated; may be NULL
 * @count: of a lane that works elsewhere, instead of @body: have a row's events
 *         counted there; 1 if not this row or not now, -1 after a message
 * @end: end a launch
 * @describe: add what is known of the lane here to the run record; may be NULL
 */
struct ib_lane {
	const char *name;
	const char *what;
	bool proxy;
	bool calibrated;
	const char *(*unavailable)(void);
	const char *const *(*variants)(size_t *n);
	void (*extra_rows)(ib_add_row add, void *plan);
	void *(*launch)(uint64_t seed);
	int (*survey)(void *launch, struct ib_row *row);
	int (*measure)(void *launch, const struct ib_row *row, uint64_t order_bits,
		       struct ib_block *block);
	int (*body)(void *launch, const struct ib_row *row, bool baseline, uint32_t n);
	int (*count)(void *launch, const struct ib_row *row, struct ib_counters *counters,
		     struct ib_counts *counts);
	void (*end)(void *launch);
	void (*describe)(struct json_object *run);
};

/**
 * ib_add_parts() - the parts' rows, for every content
 * @lane: whose
 * @add: see struct ib_lane, @extra_rows
 * @plan: likewise
 */
void ib_add_parts(const struct ib_lane *lane, ib_add_row add, void *plan);

#endif
