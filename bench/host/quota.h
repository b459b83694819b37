/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The CPU time that this process' control groups allow it: CFS bandwidth, cgroup v1
 * and v2 (Documentation/scheduler/sched-bwc.rst, Documentation/admin-guide/
 * cgroup-v2.rst). A group that has used up its share is throttled to the end of the
 * period, some tens of ms in which nothing of it runs, caches cool and clocks fall.
 */
#ifndef INITBENCH_QUOTA_H
#define INITBENCH_QUOTA_H

#include <stdint.h>

/**
 * struct ib_quota - the tightest limit on this process
 * @cpus: CPUs' worth of time; 0 without a limit
 * @throttled: how often groups with a limit have been throttled
 * @group: the tightest limit's folder, or NULL; freed by ib_quota_free()
 */
struct ib_quota {
	double cpus;
	uint64_t throttled;
	char *group;
};

/**
 * ib_quota() - read the limits of this process' group and of those around it
 * @q: filled in
 *
 * In a container with a cgroup namespace, or the host's paths in /proc/self/cgroup,
 * those that are visible.
 */
void ib_quota(struct ib_quota *q);

void ib_quota_free(struct ib_quota *q);

/**
 * ib_throttled() - how often a group with a limit has been throttled so far
 *
 * The limits are looked for once: without any this costs nothing later, else a
 * read(2) for each.
 */
uint64_t ib_throttled(void);

#endif
