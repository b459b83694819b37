/* SPDX-License-Identifier: GPL-2.0-only */
/* One block of a row: taken between calibrations, and kept or dropped by fixed rules. */
#ifndef INITBENCH_TAKE_H
#define INITBENCH_TAKE_H

#include "lib/schema/record.h"

/**
 * struct ib_taking - where a block is taken
 * @launch: of the row's lane
 * @ruler: holds the chains of the calibration
 * @alone: what four chains take on this core, see struct ib_smt_survey
 * @cpu: that this process is pinned to
 * @core_type: of a hybrid CPU: which kind of core that is, as CPUID says; else NULL
 * @number: of the launch
 * @process: number of the process that launched it
 * @seed: of its layout
 * @instructions: the clock counts them, so that nothing disturbs it
 */
struct ib_taking {
	void *launch;
	struct ib_layout *ruler;
	double alone;
	int cpu;
	const char *core_type;
	unsigned int number;
	unsigned int process;
	uint64_t seed;
	bool instructions;
};

/**
 * struct ib_taken - a block as it was taken
 * @block: raw values
 * @facts: what stands beside them; points to the rest of this structure
 * @contamination: during the block
 * @calibration: around it
 */
struct ib_taken {
	struct ib_block block;
	struct ib_block_facts facts;
	struct ib_contamination contamination;
	struct ib_calibration calibration;
};

/**
 * ib_take() - take a block
 * @where: launch and core
 * @row: to be measured
 * @order_bits: draws the order of its samples
 * @t: filled in; facts.dropped says why it must not be used
 *
 * Waits until the core is not shared, 2 ms at most.
 *
 * Return: 0, or -1 after a message.
 */
int ib_take(const struct ib_taking *where, const struct ib_row *row, uint64_t order_bits,
	    struct ib_taken *t);

/**
 * ib_rehearse() - take a block that nobody sees
 * @where: launch and core
 * @row: the first to be measured
 * @t: of no use afterwards
 *
 * Memory that a forked child writes to first is copied then: with four rows a
 * launch, a quarter of the blocks was dropped for these faults. They happen here.
 *
 * Return: 0, or -1 after a message.
 */
int ib_rehearse(const struct ib_taking *where, const struct ib_row *row, struct ib_taken *t);

#endif
