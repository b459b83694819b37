/* SPDX-License-Identifier: GPL-2.0-only */
/* A block: raw values of a row in one launch, and what stands beside them. */
#ifndef INITBENCH_BLOCK_H
#define INITBENCH_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct ib_proof - a known access, warm and as the row's cooling leaves it
 * @what: "load", "call", "code" or "branches"
 * @warm: clock units an access, the empty one's subtracted
 * @cold: the same after cooling
 * @need: clock units by which @cold must exceed @warm
 */
struct ib_proof {
	const char *what;
	double warm;
	double cold;
	double need;
};

#define IB_MAX_PROOFS	3

/**
 * struct ib_calibration - clock units in a core cycle, by two chains
 * @add: from dependent ADD r64, r64, 1 cycle each
 * @imul: from dependent IMUL r64, r64, 3 cycles each
 * @wide: not by ib_calibrate(): core cycles of a round, see ib_smt_rounds()
 *
 * The two must agree: if they do not, something else than the clock ratio
 * moved between them, and the block is not to be believed in cycles.
 */
struct ib_calibration {
	double add;
	double imul;
	double wide;
};

/**
 * struct ib_contamination - events of the calling thread
 * @voluntary: context switches because it waited
 * @involuntary: context switches because another task got the CPU
 * @migrations: moves to another CPU
 * @page_faults: minor and major
 * @throttled: times that a control group with a CPU quota was stopped until its
 *             next period; 0 without a quota
 *
 * Interrupts are left out: the per-CPU counts are in /proc only, and reading
 * them takes longer than a block. One that does not lead to a switch shows
 * in the midmean's spread.
 */
struct ib_contamination {
	uint64_t voluntary, involuntary, migrations, page_faults, throttled;
};

#define IB_MAX_SAMPLES	256

/**
 * struct ib_block - a row's raw values in one launch, in clock units
 * @n: repetitions in each value
 * @samples: values in each array
 * @ticks: with the row's body
 * @empty: with the empty body, interleaved
 * @drained: as @ticks, each repetition ended by MFENCE; unused if !@has_drained
 * @drained_empty: as @empty
 * @has_drained: whether the lane measures it
 * @shots: each repetition was a region of its own, and a value is their sum
 * @proof: of a cooled block: that it was cold
 * @nr_proofs: how many; 0 if the row is warm
 * @self_checked: the lane itself takes a contaminated sample again, and works
 *           outside its timed regions too: what happens there is no contamination
 * @placed: the launch's seed did not place the code: @placement did
 * @placement: the seed that did
 * @invalid: why the block must not be used; NULL if it may
 */
struct ib_block {
	uint32_t n;
	uint32_t samples;
	uint64_t ticks[IB_MAX_SAMPLES];
	uint64_t empty[IB_MAX_SAMPLES];
	uint64_t drained[IB_MAX_SAMPLES];
	uint64_t drained_empty[IB_MAX_SAMPLES];
	bool has_drained;
	bool shots;
	struct ib_proof proof[IB_MAX_PROOFS];
	size_t nr_proofs;
	bool self_checked;
	bool placed;
	uint64_t placement;
	const char *invalid;
};

/* Events that are counted at once, at most. */
#define IB_BLOCK_EVENTS	16

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
	const char *names[IB_BLOCK_EVENTS];
	unsigned int nr;
	uint32_t n;
	uint64_t row[IB_BLOCK_EVENTS];
	uint64_t empty[IB_BLOCK_EVENTS];
	bool multiplexed;
};

/**
 * struct ib_block_facts - what stands beside a block's raw values
 * @run: name of the run
 * @row: id
 * @layout: number of the launch, 0 if the lane drew the layout itself
 * @launch: number of the launch
 * @process: number of the process that launched it
 * @attempt: how often this block had been taken and dropped before
 * @seed: its layout's
 * @calibration: NULL where the clock counts instructions
 * @contamination: NULL where it does not apply
 * @counts: NULL without a PMU
 * @dropped: why the block is excluded, or NULL
 */
struct ib_block_facts {
	const char *run;
	uint32_t row;
	uint32_t layout;
	uint32_t launch;
	uint32_t process;
	uint32_t attempt;
	uint64_t seed;
	const struct ib_calibration *calibration;
	const struct ib_contamination *contamination;
	const struct ib_counts *counts;
	const char *dropped;
};

#endif
