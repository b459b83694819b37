// SPDX-License-Identifier: GPL-2.0-only
/* INITBENCH_RUN: check what was asked for, judge the row, time it. */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "kmod/kmod.h"

#define ARRAYS	4

/* kvm_caps and kvm_cpu_caps are the row's, as they are all vCPUs' in KVM. */
static DEFINE_MUTEX(running);

static const u64 contents[INITBENCH_CONTENTS] = {
	[INITBENCH_CONTENT_INIT]   = 0,
	[INITBENCH_CONTENT_SSE]	   = XFEATURE_MASK_SSE,
	[INITBENCH_CONTENT_AVX]	   = XFEATURE_MASK_SSE | XFEATURE_MASK_YMM,
	[INITBENCH_CONTENT_AVX512] = XFEATURE_MASK_SSE | XFEATURE_MASK_YMM | XFEATURE_MASK_AVX512,
};

#define FIELD(name, least, most)	{ offsetof(struct initbench_run, name), least, most }

static const struct {
	u32 offset;
	u32 least;
	u32 most;
} fields[] = {
	FIELD(size, sizeof(struct initbench_run), sizeof(struct initbench_run)),
	FIELD(version, INITBENCH_VERSION, INITBENCH_VERSION),
	FIELD(event, 0, INITBENCH_EVENTS - 1),
	FIELD(fpu, 0, INITBENCH_FPUS - 1),
	FIELD(content, 0, INITBENCH_CONTENTS - 1),
	FIELD(temperature, 0, INITBENCH_COLD_DATA | INITBENCH_COLD_CODE),
	FIELD(flags, 0, INITBENCH_SHOTS | INITBENCH_CHECK_ONLY | INITBENCH_WALK |
			INITBENCH_REST),
	FIELD(n, 1, INITBENCH_MAX_BATCH),
	FIELD(samples, 1, INITBENCH_MAX_SAMPLES),
	FIELD(nr_events, 0, INITBENCH_MAX_EVENTS),
	FIELD(event_size, 0, PAGE_SIZE),
	FIELD(reserved[0], 0, 0),
	FIELD(reserved[1], 0, 0),
};

static int check_fields(const struct initbench_run *run)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		u32 value = *(const u32 *)((const u8 *)run + fields[i].offset);

		if (value < fields[i].least || value > fields[i].most)
			return -EINVAL;
	}
	if (run->variant >= ib_nr_entries || run->mask & ~XSTATE_CLEAR_ON_INIT_MASK)
		return -EINVAL;
	/* What is cooled between repetitions is not timed in one go. */
	if (run->temperature && !(run->flags & INITBENCH_SHOTS))
		return -EINVAL;
	if (run->flags & INITBENCH_WALK && !(run->temperature & INITBENCH_COLD_DATA))
		return -EINVAL;
	/* Only what was timed is known to fit a slice. */
	if (run->flags & INITBENCH_CHECK_ONLY && run->nr_events)
		return -EINVAL;
	return 0;
}

/* A part is the put or the load of a live state, each repetition on its own. */
static int check_part(const struct initbench_run *run)
{
	if (run->event != INITBENCH_INIT || run->fpu != INITBENCH_PUTLOAD || run->mask ||
	    !(run->flags & INITBENCH_SHOTS))
		return -EINVAL;
	return 0;
}

static int make_region(struct ib_region *r, struct ib_machine *m, const struct initbench_run *run)
{
	int err;

	err = check_fields(run);
	if (err)
		return err;
	*r = (struct ib_region){
		.m = m,
		.entry = &ib_entries[array_index_nospec(run->variant, ib_nr_entries)],
		.fpu = run->fpu,
		.init_event = run->event == INITBENCH_INIT,
		.live = run->fpu == INITBENCH_PUTLOAD && run->event == INITBENCH_INIT,
		.shots = run->flags & INITBENCH_SHOTS,
		.temperature = run->temperature,
		.walk = run->flags & INITBENCH_WALK,
		.mask = run->mask,
		.rest = run->flags & INITBENCH_REST,
		.content = contents[array_index_nospec(run->content, INITBENCH_CONTENTS)],
		.order_bits = run->order_bits,
		.n = run->n,
		.samples = run->samples,
	};
	if (!r->entry->variant)
		err = check_part(run);
	if (err)
		return err;
	if ((r->mask | r->content) & ~m->vcpu.fpstate->xfeatures)
		return -EOPNOTSUPP;
	if (run->fpu == INITBENCH_PUTLOAD && r->mask & ~ib_live_components(&m->vcpu))
		return -EOPNOTSUPP;
	return 0;
}

static int run_region(struct ib_region *r, struct initbench_run *run)
{
	struct initbench_result *result = &run->result;
	struct ib_slice slice = {};
	int err;

	err = ib_cool_begin(r);
	if (err)
		return err;
	ib_oracle_check(r, &slice, result);
	if (!(run->flags & INITBENCH_CHECK_ONLY)) {
		ib_region_prepare(r);
		err = ib_region_run(r, &slice, &result->n_max);
	}
	if (!err && run->nr_events)
		err = ib_counters_run(r, &slice, run);
	if (!err && run->temperature)
		err = ib_cool_prove(r, &slice, &result->proof);
	ib_cool_end(r);
	result->slices = slice.count;
	result->migrations = slice.migrations;
	result->slice_ns = min_t(u64, U32_MAX, div_u64(slice.worst * USEC_PER_SEC, tsc_khz));
	return err;
}

static int run_with_values(struct ib_region *r, struct initbench_run *run)
{
	size_t bytes = array3_size(ARRAYS, r->samples, sizeof(u64));
	int err;

	r->values = kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!r->values)
		return -ENOMEM;
	err = mutex_lock_interruptible(&running);
	if (!err) {
		err = run_region(r, run);
		mutex_unlock(&running);
	}
	if (!err && !(run->flags & INITBENCH_CHECK_ONLY) &&
	    copy_to_user(u64_to_user_ptr(run->values), r->values, bytes))
		err = -EFAULT;
	kvfree(r->values);
	return err;
}

long ib_run(struct ib_machine *m, void __user *argument)
{
	struct initbench_run run;
	struct ib_region r;
	int err;

	if (copy_from_user(&run, argument, sizeof(run)))
		return -EFAULT;
	run.result = (struct initbench_result){};
	err = make_region(&r, m, &run);
	if (err)
		return err;
	err = run_with_values(&r, &run);
	if ((!err || err == -ERANGE) && copy_to_user(argument, &run, sizeof(run)))
		err = -EFAULT;
	return err;
}
