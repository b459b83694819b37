/* SPDX-License-Identifier: GPL-2.0-only */
/* Results files, read: schema 1 of results/README.md. */
#ifndef INITBENCH_RESULTS_H
#define INITBENCH_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/schema/oracle.h"
#include "lib/schema/schema.h"

struct ib_string_map;
struct ib_mca;
struct json_object;

/**
 * struct ib_block_rec - what is kept of a block: no raw values
 * @layout: identity of the layout: equal in two runs that drew the same one
 * @process: of its run, counted from 0: those that started apart in time
 * @value: clock units per operation, the empty variant's subtracted
 * @drained: the same with the stores drained; NaN if not measured
 * @ratio: clock units per core cycle, mean of the two chains; NaN if not calibrated
 * @disagree: add chain over imul chain, less 1; NaN if not calibrated
 * @dropped: not to be used, only counted; the values are NaN
 * @attempt: how often the block had been taken, and dropped, before
 * @repeated: dropped, and the next block of the row is another attempt
 */
struct ib_block_rec {
	uint64_t layout;
	unsigned int process;
	double value;
	double drained;
	double ratio;
	double disagree;
	bool dropped;
	unsigned int attempt;
	bool repeated;
};

/**
 * struct ib_counter - a PMU event's sum over the blocks of a row
 * @event: name
 * @sum: of the blocks' counts per operation, the empty variant's subtracted
 * @blocks: that have it
 * @multiplexed: of them, those in which the event was not counted all the time
 */
struct ib_counter {
	const char *event;
	double sum;
	size_t blocks;
	size_t multiplexed;
};

/**
 * struct ib_row_rec - a row record and its blocks; its strings are the collection's
 * @id: unique in the run
 * @lane: axis, as are the following
 * @variant: "part:put", "chain:7" and the like are rows, but no variants
 * @event: axis
 * @fpu: axis
 * @mask: axis
 * @content: axis
 * @use: axis; a record without it: "rest" of the kernel's own operations but
 *       "kernel:init-used", "used" of all others, which is what they were
 * @temp: axis
 * @code: hash of the machine code that was timed, or NULL
 * @proxy: stands for the kernel's work, but is not the kernel's
 * @has_synthetic: @synthetic is known
 * @synthetic: components of the mask that the CPU lacks
 * @mask_bytes: of the mask's components together, 0 if not known
 * @has_kept: @kept is known
 * @kept: components whose bytes a single save instruction left as they were
 * @bytes: of the variant's machine code, 0 if not known
 * @oracle_mask: components that the mask stands for
 * @cleared: components that the oracle saw cleared
 * @insns: instructions of an operation, -1 if not counted
 * @insns_why: why they were not counted, or NULL
 * @oracle: verdict
 * @note: of the oracle, or NULL
 * @skip: why it was not measured, or NULL
 * @blocks: in the order of the file
 * @nr_blocks: how many, dropped ones included
 * @counters: PMU events
 * @nr_counters: how many
 */
struct ib_row_rec {
	int64_t id;
	const char *lane;
	const char *variant;
	const char *event;
	const char *fpu;
	const char *mask;
	const char *content;
	const char *use;
	const char *temp;
	const char *code;
	bool proxy;
	bool has_synthetic;
	uint64_t synthetic;
	int64_t mask_bytes;
	bool has_kept;
	uint64_t kept;
	int64_t bytes;
	uint64_t oracle_mask;
	uint64_t cleared;
	int64_t insns;
	const char *insns_why;
	enum ib_oracle oracle;
	const char *note;
	const char *skip;
	struct ib_block_rec *blocks;
	size_t nr_blocks;
	struct ib_counter *counters;
	size_t nr_counters;
};

/* More lanes than there will be; rows of others are left out. */
#define IB_LANES_MOST	16

/**
 * struct ib_run_rec - a run
 * @record: the run record as read; owns the strings; every field is as fields.h has it
 * @file: where it was read
 * @id: unique
 * @host: "native", "qemu-tcg", ..
 * @utc: start
 * @method: number of the method it was measured by, see lib/schema/method.h
 * @guest_of: its hypervisor in words, see ib_hypervisor_words(); NULL on bare metal
 * @counts: the clock counts instructions, not time
 * @tsc_step: by which RDTSC moves, see ib_tsc_step()
 * @patched: what was left out of the kernel's KVM, or "nothing" of one built
 *           for comparison with such; NULL of every other run
 * @rows: in the order of the file
 * @nr_rows: how many
 * @lanes: of its rows; each lane of a run is a table
 * @nr_lanes: how many
 * @row_index: of a row's number: where it is in @rows; NULL while all are where their
 *             numbers say
 * @nr_blocks: of all rows, dropped ones included
 * @status: of the end record; NULL if there is none
 */
struct ib_run_rec {
	struct json_object *record;
	char *file;
	const char *id;
	const char *host;
	const char *utc;
	unsigned int method;
	char *guest_of;
	bool counts;
	uint32_t tsc_step;
	const char *patched;
	struct ib_row_rec **rows;
	size_t nr_rows;
	const char *lanes[IB_LANES_MOST];
	size_t nr_lanes;
	struct ib_string_map *row_index;
	size_t nr_blocks;
	const char *status;
};

/**
 * struct ib_results - everything read
 * @runs: in the order read
 * @nr_runs: how many
 * @index: where in @runs a run of this identity is
 * @words: strings of rows and blocks, each once
 * @mca: files of predictions
 * @nr_mca: how many
 * @warnings: what was wrong with the files, each naming file and line
 * @nr_warnings: how many
 * @nr_left_out: records that were left out since something is wrong with them
 * @nr_unreadable: files that cannot be read to their end
 */
struct ib_results {
	struct ib_run_rec **runs;
	size_t nr_runs;
	struct ib_string_map *index;
	struct ib_string_map *words;
	struct ib_mca **mca;
	size_t nr_mca;
	char **warnings;
	size_t nr_warnings;
	size_t nr_left_out;
	size_t nr_unreadable;
};

/**
 * ib_results_new() - an empty collection
 */
struct ib_results *ib_results_new(void);

/**
 * ib_results_read() - add the runs of a file
 * @results: collection
 * @path: file
 *
 * What can be used is kept; what cannot becomes a warning, and is counted. A run that
 * is there already (the same file twice, a copy) is not added again.
 */
void ib_results_read(struct ib_results *results, const char *path);

/**
 * ib_results_read_stream() - the same from a stream
 * @results: collection
 * @stream: read to its end, left open
 * @name: of the file, for warnings
 */
void ib_results_read_stream(struct ib_results *results, FILE *stream, const char *name);

/**
 * ib_results_free() - free a collection
 * @results: collection or NULL
 */
void ib_results_free(struct ib_results *results);

/**
 * ib_results_warn() - say on stderr what was wrong with the files
 * @results: as read
 */
void ib_results_warn(const struct ib_results *results);

/**
 * ib_results_status() - what a command that read files ends with
 * @results: as read
 * @status: of the command itself, see exit.h
 *
 * Return: 2 if a file could not be read to its end; 3 if records were left out, however
 * the rest turned out; else @status.
 */
int ib_results_status(const struct ib_results *results, int status);

/**
 * ib_field() - a string of a record
 * @object: record
 * @path: keys joined by '/', such as "cpu/name"
 *
 * Return: the string (of a number or boolean: its text), owned by @object;
 * NULL if it is absent or null.
 */
const char *ib_field(struct json_object *object, const char *path);

/**
 * ib_field_or() - a string of a record, or another
 * @object: record
 * @path: as for ib_field()
 * @otherwise: for one that is absent, null or empty
 */
const char *ib_field_or(struct json_object *object, const char *path, const char *otherwise);

/**
 * ib_field_number() - a whole number of a record
 * @object: record
 * @path: as for ib_field()
 * @otherwise: for one that is absent or null
 *
 * Return: the number, decimal or "0x..", within the range of int64_t; @otherwise.
 */
int64_t ib_field_number(struct json_object *object, const char *path, int64_t otherwise);

#endif
