/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event counters of the calling thread: names by libpfm4, the rest by libperf.
 *
 * All events of a set form one group: they count at the same time or not at
 * all. Values are never scaled. Events of the CPU count in user mode unless
 * the name says otherwise (":k"); software events count in both modes, since
 * what they count happens in the kernel.
 */
#ifndef INITBENCH_COUNTERS_H
#define INITBENCH_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

struct ib_counters;
struct perf_event_attr;

/**
 * ib_counters_open() - open and start a group on the calling thread
 * @counters: set to the group; untouched on failure
 * @events: names as libpfm4 knows them, separated by commas; or the name of a
 *          set (bench/pmu_sets.h): topdown, caches, software; or NULL for
 *          cycles, instructions, branch misses, L1D load misses and microcode
 *          uops, of which those that this CPU lacks are left out
 *          (ib_counters_dropped())
 * @why: on failure set to the reason, which names the event and, if it is
 *       unknown, the nearest one there is; the caller frees it
 *
 * Return: 0, -EINVAL for a name libpfm4 does not know, else the negative errno
 * of the kernel; with NULL @events, of the last event tried. -EBUSY also if the
 * group is opened and never counts, since others hold the counters; a set is
 * then counted without its last events.
 */
int ib_counters_open(struct ib_counters **counters, const char *events, char **why);

/**
 * ib_counters_close() - stop counting and free
 * @counters: may be NULL
 */
void ib_counters_close(struct ib_counters *counters);

/**
 * ib_counters_read() - the counts since ib_counters_open()
 * @counters: of this thread
 * @values: one for each event, in the order of ib_counters_name()
 *
 * By RDPMC where the kernel allows it, else by read(2). Events are read one
 * after the other, so that the difference of two calls includes, of each
 * event, the cost of one round of reading.
 *
 * Return: 0 or a negative errno.
 */
int ib_counters_read(struct ib_counters *counters, uint64_t values[]);

/**
 * ib_counters_pause() - give the PMU to others for a while, or take it back
 * @counters: of this thread
 * @pause: whether to stop; else to go on
 *
 * Counts stay as they are meanwhile, and it is no multiplexing.
 *
 * Return: 0 or a negative errno.
 */
int ib_counters_pause(struct ib_counters *counters, bool pause);

/**
 * ib_counters_in_kernel() - how the kernel itself is to count an event
 * @counters: group
 * @i: below ib_counters_count()
 * @attr: set to the event, stopped, in kernel mode unless the name says
 *        otherwise; software events in both modes
 */
void ib_counters_in_kernel(const struct ib_counters *counters, unsigned int i,
			   struct perf_event_attr *attr);

/**
 * ib_counters_multiplexed() - was the group off the PMU between the last two reads
 * @counters: read at least twice
 *
 * If so, the difference of those reads is too small by an unknown amount.
 */
bool ib_counters_multiplexed(const struct ib_counters *counters);

unsigned int ib_counters_count(const struct ib_counters *counters);

/**
 * ib_counters_name() - what to call an event
 * @counters: group
 * @i: below ib_counters_count()
 *
 * Return: the name as given to ib_counters_open(), or of the default set
 * cycles, instructions, branch-misses, l1d-misses, ucode-uops.
 */
const char *ib_counters_name(const struct ib_counters *counters, unsigned int i);

/**
 * ib_counters_dropped() - events of the default set that are not counted here
 * @counters: group
 *
 * Return: "name: reason; name: reason", or NULL if there are none.
 */
const char *ib_counters_dropped(const struct ib_counters *counters);

/**
 * ib_counters_width() - slots a cycle of the set's account
 * @counters: group
 *
 * Return: 0 unless the group is an account of slots.
 */
unsigned int ib_counters_width(const struct ib_counters *counters);

#endif
