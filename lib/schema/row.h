/* SPDX-License-Identifier: GPL-2.0-only */
/* A row of a run, as the lanes fill it in and its record tells it. */
#ifndef INITBENCH_ROW_H
#define INITBENCH_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/schema/axes.h"
#include "lib/schema/oracle.h"

/**
 * struct ib_row_facts - what is known of a row before it is timed
 * @synthetic: components of the mask that the CPU lacks
 * @mask_bytes: of the mask's components together, 0 if unknown
 * @is_save: the row is a save instruction, whose @kept is known
 * @kept: components whose bytes in memory it left as they were
 * @insns: instructions of one repetition, less the empty one's; 0 if not counted
 * @insns_how: "single-step", "icount", "pmu", or NULL if not counted
 * @rep: the first REP that ran in one repetition and where; empty if none did, or the
 *       lane cannot tell
 * @bytes: machine code of the variant's function, 0 if unknown
 * @code: hash of that code and of what it calls, see ib_code_hash(); 0 if unknown
 * @verdict: of the oracle
 * @cleared: components that the oracle saw cleared
 * @proxy: the lane's figures are the kernel's elsewhere; here they stand for it
 * @note: the verdict's reason for a reader; empty if there is none
 * @skip: why the row cannot be measured here; empty if it can
 */
struct ib_row_facts {
	uint64_t synthetic;
	uint32_t mask_bytes;
	bool is_save;
	uint64_t kept;
	uint64_t insns;
	const char *insns_how;
	char rep[64];
	uint64_t bytes;
	uint32_t code;
	enum ib_oracle verdict;
	uint64_t cleared;
	bool proxy;
	char note[120];
	char skip[160];
};

/* What is appended to a variant's name for its second copy, the A/A row. */
#define IB_AGAIN	"-again"

struct ib_lane;

/**
 * struct ib_row - what is timed
 * @id: index in the plan and in the results file
 * @lane: by whom
 * @variant: id of a variant, of a part ("part:put") or of a lane's own row
 * @event: axis
 * @fpu: axis
 * @mask: axis, an index into ib_masks[]
 * @content: axis
 * @use: axis
 * @temp: axis
 * @place: axis
 * @study_only: of the study: in no other plan unless its variant or its content is named
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
	enum ib_use use;
	enum ib_temp temp;
	enum ib_place place;
	bool study_only;
	struct ib_row_facts facts;
};

/* Components in use when a repetition of a row begins: at rest none of the mask's is. */
static inline uint64_t ib_row_in_use(const struct ib_row *row)
{
	uint64_t content = ib_contents[row->content].components;
	uint64_t mask = ib_masks[row->mask].components;

	return row->use == IB_REST ? content & ~mask : content | mask;
}

/* Rows of the user and kmod lanes that time one half of a put and load. */
#define IB_PART_PUT	"part:put"
#define IB_PART_LOAD	"part:load"

/* Ends the names of the user lane's rows that have the memset of kernels before 6.4. */
#define IB_REP		"-rep"

/* Single instructions of the user lane, on the guest's registers. */
#define IB_PART_XSAVE		"part:xsave"
#define IB_PART_XSAVEC		"part:xsavec"
#define IB_PART_XSAVEOPT	"part:xsaveopt"
#define IB_PART_XSAVEOPT_DIRTY	"part:xsaveopt-dirty"
#define IB_PART_XRSTOR		"part:xrstor"

/* Rows of lane selftest beside its chains. */
#define IB_SAVE_RESTORE	"xsavec+xrstor"
#define IB_EMPTY_BODY	"chain:0"

#endif
