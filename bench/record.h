/* SPDX-License-Identifier: GPL-2.0-only */
/* Records of a results file; the schema is in results/README.md. */
#ifndef INITBENCH_RECORD_H
#define INITBENCH_RECORD_H

#include <json-c/json.h>

#include "bench/calibrate.h"
#include "bench/contamination.h"
#include "bench/lane.h"

#define IB_SCHEMA	1

/**
 * struct ib_counts - events of a block, per side
 * @names: of the events
 * @nr: how many
 * @n: repetitions counted on each side
 * @row: counts with the row's body
 * @empty: counts with the baseline's
 * @multiplexed: the group was off the PMU meanwhile: the counts are too small
 */
struct ib_counts {
	const char *names[16];
	unsigned int nr;
	uint32_t n;
	uint64_t row[16];
	uint64_t empty[16];
	bool multiplexed;
};

/**
 * struct ib_block_facts - what stands beside a block's raw values
 * @row: id
 * @layout: number of the launch, 0 if the lane drew the layout itself
 * @launch: number of the launch
 * @attempt: how often this block had been taken and dropped before
 * @seed: its layout's
 * @calibration: NULL where the clock counts instructions
 * @contamination: NULL where it does not apply
 * @counts: NULL without a PMU
 * @dropped: why the block is excluded, or NULL
 */
struct ib_block_facts {
	uint32_t row;
	uint32_t layout;
	uint32_t launch;
	uint32_t attempt;
	uint64_t seed;
	const struct ib_calibration *calibration;
	const struct ib_contamination *contamination;
	const struct ib_counts *counts;
	const char *dropped;
};

/**
 * ib_row_record() - a row and its facts
 * @row: surveyed
 */
struct json_object *ib_row_record(const struct ib_row *row);

/**
 * ib_block_record() - a block's raw values and what stands beside them
 * @block: raw values
 * @facts: the rest
 */
struct json_object *ib_block_record(const struct ib_block *block,
				    const struct ib_block_facts *facts);

/**
 * ib_end_record() - the end of a run
 * @run_id: of its run record
 * @status: "complete", "interrupted" or "failed"
 * @blocks: written
 * @dropped: of them, excluded
 */
struct json_object *ib_end_record(const char *run_id, const char *status, uint64_t blocks,
				  uint64_t dropped);

#endif
