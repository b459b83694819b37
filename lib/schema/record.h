/* SPDX-License-Identifier: GPL-2.0-only */
/* Records of a results file; the schema is in results/README.md. */
#ifndef INITBENCH_RECORD_H
#define INITBENCH_RECORD_H

#include <json-c/json.h>

#include "lib/schema/block.h"
#include "lib/schema/row.h"
#include "lib/schema/schema.h"

/**
 * ib_row_record() - a row and its facts
 * @row: surveyed
 * @lane: name of its lane
 * @proxy: the lane's figures stand for the kernel's
 */
struct json_object *ib_row_record(const struct ib_row *row, const char *lane, bool proxy);

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
