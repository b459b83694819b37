// SPDX-License-Identifier: GPL-2.0-only
/* Performance counters around a row's repetitions and the baseline's. */
#include <linux/kernel.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "kmod/kmod.h"

static const u32 types[] = {
	PERF_TYPE_HARDWARE, PERF_TYPE_SOFTWARE, PERF_TYPE_HW_CACHE, PERF_TYPE_RAW,
};

/*
 * A PMU that the kernel has numbered, as cpu_atom of a hybrid CPU. Of the others
 * that have such numbers some take pointers in config1 and config2 (kprobe,
 * uprobe), so that there must be none.
 */
static bool is_numbered(const struct perf_event_attr *attr)
{
	return attr->type >= PERF_TYPE_MAX && !attr->config1 && !attr->config2;
}

/* Which event it is, and who is counted, is the caller's; all else is not. */
static int check_attr(struct perf_event_attr *attr, u32 size)
{
	struct perf_event_attr plain = {
		.type = attr->type,
		.size = size,
		.config = attr->config,
		.config1 = attr->config1,
		.config2 = attr->config2,
		.exclude_user = attr->exclude_user,
		.exclude_kernel = attr->exclude_kernel,
		.exclude_hv = attr->exclude_hv,
		.exclude_host = attr->exclude_host,
		.exclude_guest = attr->exclude_guest,
		.disabled = 1,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types) && attr->type != types[i]; i++)
		;
	if (i == ARRAY_SIZE(types) && !is_numbered(attr))
		return -EINVAL;
	if (memcmp(attr, &plain, sizeof(plain)))
		return -EINVAL;
	attr->size = sizeof(*attr);
	return 0;
}

static int count(struct perf_event *event, struct ib_region *r, struct ib_slice *s,
		 bool baseline, u64 *value)
{
	u64 before, enabled, running;
	int err;

	before = perf_event_read_value(event, &enabled, &running);
	perf_event_enable(event);
	err = ib_region_count(r, s, baseline);
	perf_event_disable(event);
	*value = perf_event_read_value(event, &enabled, &running) - before;
	if (!err && enabled != running)
		err = -EBUSY;	/* it shared its counter: this is an estimate */
	return err;
}

static int count_event(struct perf_event_attr *attr, struct ib_region *r, struct ib_slice *s,
		       u64 *counts)
{
	struct perf_event *event;
	int err;

	event = perf_event_create_kernel_counter(attr, -1, current, NULL, NULL);
	if (IS_ERR(event))
		return PTR_ERR(event);
	/* A PMU that counts tasks is a CPU's, or the kernel's own. */
	err = event->pmu->task_ctx_nr < 0 ? -EOPNOTSUPP : 0;
	if (!err)
		err = count(event, r, s, true, &counts[1]);
	if (!err)
		err = count(event, r, s, false, &counts[0]);
	perf_event_release_kernel(event);
	return err;
}

/**
 * ib_counters_run() - count the events of a run
 * @r: row, prepared
 * @s: slices so far
 * @run: its events are read and its counts written
 */
int ib_counters_run(struct ib_region *r, struct ib_slice *s, const struct initbench_run *run)
{
	const u8 __user *from = u64_to_user_ptr(run->events);
	u64 __user *to = u64_to_user_ptr(run->counts);
	struct perf_event_attr attr;
	u64 counts[2];
	u32 i;
	int err;

	if (run->event_size < PERF_ATTR_SIZE_VER0)
		return -EINVAL;
	for (i = 0; i < run->nr_events; i++) {
		err = copy_struct_from_user(&attr, sizeof(attr), from + i * run->event_size,
					    run->event_size);
		if (!err)
			err = check_attr(&attr, run->event_size);
		if (!err)
			err = count_event(&attr, r, s, counts);
		if (err)
			return err;
		if (copy_to_user(to + 2 * i, counts, sizeof(counts)))
			return -EFAULT;
	}
	return 0;
}
