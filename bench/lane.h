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

#include "bench/axes.h"
#include "bench/proof.h"

/**
 * enum ib_verdict - what the oracle says of a row
 * @IB_UNCHECKED: nothing to check (parts, chains)
 * @IB_OK: did what its descriptor says, and all of the mask reads as zero
 * @IB_PARTIAL: did what its descriptor says, which leaves some of the mask alone
 * @IB_KNOWN_BUG: did what its descriptor says, and that is a bug
 * @IB_WRONG: did something else; not to be ranked, exit status 3
 */
enum ib_verdict { IB_UNCHECKED, IB_OK, IB_PARTIAL, IB_KNOWN_BUG, IB_WRONG };

/**
 * struct ib_facts - what is known of a row before it is timed
 * @synthetic: components of the mask that the CPU lacks
 * @mask_bytes: of the mask's components together, 0 if unknown
 * @is_save: the row is a save instruction, whose @kept is known
 * @kept: components whose bytes in memory it left as they were
 * @insns: instructions of one repetition, less the empty one's; 0 if not counted
 * @insns_how: "single-step", "icount", "pmu", or NULL if not counted
 * @bytes: machine code of the variant's function, 0 if unknown
 * @verdict: see enum ib_verdict
 * @cleared: components that the oracle saw cleared
 * @proxy: the lane's figures are the kernel's elsewhere; here they stand for it
 * @note: the verdict's reason for a reader; empty if there is none
 * @skip: why the row cannot be measured here; empty if it can
 */
struct ib_facts {
	uint64_t synthetic;
	uint32_t mask_bytes;
	bool is_save;
	uint64_t kept;
	uint64_t insns;
	const char *insns_how;
	uint64_t bytes;
	enum ib_verdict verdict;
	uint64_t cleared;
	bool proxy;
	char note[120];
	char skip[160];
};

struct ib_counters;
struct ib_counts;
struct ib_lane;
struct ib_row;

/* Takes a copy of a row; see struct ib_lane, @extra_rows. */
typedef void (*ib_add_row)(void *plan, const struct ib_row *row);

/**
 * struct ib_row - what is timed
 * @id: index in the plan and in the results file
 * @lane: by whom
 * @variant: id of a variant, of a part ("part:put") or of a lane's own row
 * @event: axis
 * @fpu: axis
 * @mask: axis, an index into ib_masks[]
 * @content: axis
 * @temp: axis
 * @place: axis
 * @deep: of the study: in no other plan unless its variant or its content is named
 * @facts: filled in by the lane
 */
struct ib_row {
	uint32_t id;
	const struct ib_lane *lane;
	char variant[40];
	enum ib_event event;
	enum ib_fpu fpu;
	uint32_t mask;
	enum ib_content_id content;
	enum ib_temp temp;
	enum ib_place place;
	bool deep;
	struct ib_facts facts;
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
 * @watched: the lane itself takes a contaminated sample again, and works
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
	bool watched;
	bool placed;
	uint64_t placement;
	const char *invalid;
};

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
	int (*measure)(void *launch, const struct ib_row *row, uint64_t coin,
		       struct ib_block *block);
	int (*body)(void *launch, const struct ib_row *row, bool baseline, uint32_t n);
	int (*count)(void *launch, const struct ib_row *row, struct ib_counters *counters,
		     struct ib_counts *counts);
	void (*end)(void *launch);
};

extern const struct ib_lane ib_lane_user;

/* Rows of the user and kmod lanes that time one half of a put and load. */
#define IB_PART_PUT	"part:put"
#define IB_PART_LOAD	"part:load"

/* Single instructions of the user lane, on the guest's registers. */
#define IB_PART_XSAVE		"part:xsave"
#define IB_PART_XSAVEC		"part:xsavec"
#define IB_PART_XSAVEOPT	"part:xsaveopt"
#define IB_PART_XSAVEOPT_DIRTY	"part:xsaveopt-dirty"
#define IB_PART_XRSTOR		"part:xrstor"

/**
 * ib_add_parts() - the parts' rows, for every content
 * @lane: whose
 * @add: see struct ib_lane, @extra_rows
 * @plan: likewise
 */
void ib_add_parts(const struct ib_lane *lane, ib_add_row add, void *plan);

/**
 * ib_lanes() - all lanes
 * @n: set to how many
 */
const struct ib_lane *const *ib_lanes(size_t *n);

#endif
