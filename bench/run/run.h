/* SPDX-License-Identifier: GPL-2.0-only */
/* A run: survey of the rows, then launch after launch, each in a layout of its own. */
#ifndef INITBENCH_RUN_H
#define INITBENCH_RUN_H

#include "bench/run/drops.h"
#include "bench/run/plan.h"
#include "lib/schema/store.h"

/**
 * struct ib_run - what to do
 * @id: name of the run
 * @plan: rows
 * @store: where records go
 * @layouts: launches at most, each in a layout of its own; 0 for as many as @budget allows
 * @budget: seconds after which no further launch begins; 0 for no limit
 * @processes: the launches are spread over so many, 1 or more, one after the other
 * @spacing: seconds from the start of one to the start of the next, at least
 * @cpu: that this process is pinned to
 * @core_type: of a hybrid CPU, see struct ib_taking
 * @seed: draws the layouts' seeds, the order of rows and the coins
 * @pmu: events by libpfm4's names, separated by commas; NULL for the default set, as
 *       far as it can be counted here
 * @instructions: the clock counts instructions (emulated host): nothing to calibrate
 * @alone: what four chains take on the CPU measured on, see struct ib_smt_survey;
 *         of no meaning with @instructions
 * @quiet: no progress line
 */
struct ib_run {
	const char *id;
	struct ib_plan *plan;
	struct ib_store *store;
	unsigned int layouts;
	double budget;
	unsigned int processes;
	double spacing;
	int cpu;
	const char *core_type;
	uint64_t seed;
	const char *pmu;
	bool instructions;
	double alone;
	bool quiet;
};

/**
 * struct ib_outcome - what became of a run
 * @launches: that ended
 * @blocks: written
 * @dropped: of @blocks, those that the rules exclude from statistics
 * @drops: rows whose block stayed dropped, though it was taken again
 * @wrong: rows that the oracle found wrong
 * @skipped: rows that cannot be measured here
 */
struct ib_outcome {
	uint64_t launches;
	uint64_t blocks;
	uint64_t dropped;
	struct ib_drops drops;
	unsigned int wrong;
	unsigned int skipped;
};

/**
 * ib_survey() - fill in every row's facts
 * @plan: rows
 * @seed: of the layout it is done in
 *
 * Each lane is surveyed in a process of its own: a variant that crashes is
 * reported as wrong. From here on SIGINT and SIGTERM end a run in order.
 *
 * Return: an enum ib_exit: OK, INTERRUPTED, USAGE after a message.
 */
int ib_survey(struct ib_plan *plan, uint64_t seed);

/**
 * ib_run_launches() - write the rows, measure, write the blocks and the end
 * @run: what to do; ib_survey() was done
 * @run_id: for the end record
 * @outcome: filled in
 *
 * Return: an enum ib_exit: OK, INTERRUPTED after SIGINT or SIGTERM (every
 * finished block is kept), INVALID if a row is wrong, USAGE after a message.
 */
int ib_run_launches(const struct ib_run *run, const char *run_id, struct ib_outcome *outcome);

#endif
