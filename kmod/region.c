// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timing. Samples are taken in slices: interrupts are off and, if the row is
 * live, the guest's state is in the registers from a slice's beginning to its
 * end, never beyond. Between slices signals and the scheduler have their turn.
 */
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/smp.h>
#include <asm/tsc.h>

#include "kmod/kmod.h"

#define REGIONS		4	/* a sample: row and baseline, plain and drained */
#define CALIBRATIONS	5

/*
 * On a kernel that traces interrupts, local_bh_enable() turns them on: there
 * (lockdep's kernels, which are not for timing) slices leave them alone and
 * keep softirqs and the scheduler away only.
 */
#ifdef CONFIG_TRACE_IRQFLAGS
#define slice_irq_save(flags)		((flags) = 0)
#define slice_irq_restore(flags)	((void)(flags))
#else
#define slice_irq_save(flags)		local_irq_save(flags)
#define slice_irq_restore(flags)	local_irq_restore(flags)
#endif

noinline void ib_empty(struct ib_vcpu *vcpu, bool init_event)
{
	barrier();
}

static noinline void ib_decoy(struct ib_vcpu *vcpu, bool init_event)
{
	asm volatile("");
}

/*
 * A repetition must find what the first one found: the components of the mask
 * in use, or at rest, in memory or in the registers. get_xsave_addr() knows no component
 * whose XSTATE_BV bit is clear, and after the load that ends a repetition the
 * registers hold zeroes. XRSTOR from another image than the guest's also
 * voids XSAVES' modified optimisation (SDM vol. 1, 13.11): put saves all that
 * is in use. All components are loaded, since Bochs 3.0 takes some from the
 * wrong place when others are left out. The baseline is armed as well.
 */
void ib_arm(const struct ib_region *r)
{
	r->m->vcpu.fpstate->regs.xsave.header.xfeatures = ib_in_use(r);
	if (r->live && r->mask)
		ib_xrstor(r->m->start, ib_live_components(&r->m->vcpu));
}

static __always_inline void end_of_repetition(bool drained)
{
	if (drained)
		asm volatile("mfence" : : : "memory");
	asm volatile("lfence" : : : "memory");
}

static noinline u64 batch(struct ib_region *r, const struct ib_call *call, const bool drained)
{
	struct ib_vcpu *vcpu = &r->m->vcpu;
	u64 start = ib_tsc_fenced();
	u32 i;

	for (i = 0; i < r->n; i++) {
		ib_arm(r);
		call->body(vcpu, r->init_event);
		end_of_repetition(drained);
	}
	return ib_tsc_fenced() - start;
}

static noinline u64 shot(const struct ib_region *r, ib_body body, bool drained)
{
	u64 start = ib_tsc_fenced();

	body(&r->m->vcpu, r->init_event);
	end_of_repetition(drained);
	return ib_tsc_fenced() - start;
}

/*
 * Cooling takes the harness with it: the storm is longer than most L1I. It is
 * run again, without the row's body; then its one indirect call predicts none
 * of the bodies, and the row and the baseline both pay for that.
 */
static void cool(struct ib_region *r, bool drained)
{
	ib_cool(r);
	shot(r, ib_empty, drained);
	shot(r, ib_decoy, drained);
}

static noinline u64 shots(struct ib_region *r, const struct ib_call *call, const bool drained)
{
	struct ib_vcpu *vcpu = &r->m->vcpu;
	u64 sum = 0;
	u32 i;

	for (i = 0; i < r->n; i++) {
		ib_arm(r);
		call->pre(vcpu, r->init_event);
		if (r->temperature)
			cool(r, drained);
		sum += shot(r, call->body, drained);
		call->post(vcpu, r->init_event);
	}
	return sum;
}

static u64 sample(struct ib_region *r, bool baseline, bool drained)
{
	const struct ib_call *call = &r->call[baseline];

	if (r->shots)
		return drained ? shots(r, call, true) : shots(r, call, false);
	return drained ? batch(r, call, true) : batch(r, call, false);
}

static u64 slice_ticks(void)
{
	return div_u64((u64)IB_SLICE_NS * tsc_khz, USEC_PER_SEC);
}

/**
 * ib_region_prepare() - images, capabilities and calls of a row
 * @r: row
 */
void ib_region_prepare(struct ib_region *r)
{
	const struct ib_call empty = { ib_empty, ib_empty, ib_empty };
	struct ib_vcpu *vcpu = &r->m->vcpu;
	struct xregs_state *image = &vcpu->fpstate->regs.xsave;
	u64 supervisor = ib_supervisor_components();

	kvm_caps.supported_xcr0 = XFEATURE_MASK_FPSSE | (r->mask & ~supervisor);
	kvm_caps.supported_xss = r->mask & supervisor;
	memset(kvm_cpu_caps, 0, sizeof(kvm_cpu_caps));
	if (r->mask & XFEATURE_MASK_BNDREGS)
		kvm_cpu_caps[X86_FEATURE_MPX / 32] |= BIT(X86_FEATURE_MPX & 31);

	vcpu->wants_to_run = r->live;
	vcpu->nr_spans = ib_spans(vcpu->span, image->header.xcomp_bv, r->mask);
	ib_image_fill(r->m->start, vcpu->fpstate->xfeatures, ib_in_use(r), 'r');
	ib_image_fill(image, vcpu->fpstate->xfeatures, ib_in_use(r), 'm');

	if (r->entry->variant) {
		r->call[0] = empty;
		r->call[1] = empty;
		r->call[0].body = r->fpu == INITBENCH_PUTLOAD ? r->entry->variant->putload
							      : r->entry->variant->clear;
	} else {
		r->call[0] = r->entry->part[0];
		r->call[1] = r->entry->part[1];
	}
}

int ib_slice_begin(struct ib_slice *s, struct ib_region *r)
{
	struct ib_vcpu *vcpu = &r->m->vcpu;
	u64 live = ib_live_components(vcpu);
	int cpu, err = 0;

	ib_fpu_begin(vcpu);
	slice_irq_save(s->flags);
	s->start = rdtsc();
	cpu = smp_processor_id();
	s->migrations += s->count && cpu != s->cpu;
	s->cpu = cpu;
	s->count++;
	if (r->live) {
		kvm_load_guest_fpu(vcpu);
		err = ib_xrstor(vcpu->init, live) ?: ib_xrstor(r->m->start, live);
	}
	vcpu->fpu_reloads = 0;
	return err;
}

void ib_slice_end(struct ib_slice *s, struct ib_region *r)
{
	if (r->live)
		kvm_put_guest_fpu(&r->m->vcpu);
	s->worst = max(s->worst, rdtsc() - s->start);
	slice_irq_restore(s->flags);
	ib_fpu_end(&r->m->vcpu);
}

/* What a sample of one repetition costs at least, all included, in TSC ticks. */
static int calibrate(struct ib_region *r, struct ib_slice *s, u32 *n_max)
{
	u64 least = U64_MAX;
	u32 i, n = r->n;
	int err;

	r->n = 1;
	for (i = 0; i < CALIBRATIONS; i++) {
		u64 start;

		err = ib_slice_begin(s, r);
		start = rdtsc();
		if (!err)
			sample(r, false, true);
		least = min(least, rdtsc() - start);
		ib_slice_end(s, r);
		if (err)
			return err;
	}
	r->n = n;
	*n_max = clamp_t(u64, div64_u64(slice_ticks() / 2, least), 1, INITBENCH_MAX_BATCH);
	return n > *n_max ? -ERANGE : 0;
}

/* Regions are numbered: sample k has 4k to 4k + 3, the coin orders each pair. */
static void take(struct ib_region *r, u32 region)
{
	u32 k = region / REGIONS;
	bool drained = region & 2;
	bool baseline = (region & 1) ^ (r->order_bits >> (k % 64) & 1);

	r->values[(2 * drained + baseline) * r->samples + k] = sample(r, baseline, drained);
}

/* As many regions as fit; every call runs once first, untimed. */
static int run_slice(struct ib_region *r, struct ib_slice *s, u32 *region)
{
	u64 limit = slice_ticks(), longest = 0, before, now;
	u32 n = r->n;
	int err;

	err = ib_slice_begin(s, r);
	if (err)
		goto out;
	r->n = 1;
	sample(r, true, true);
	sample(r, false, true);
	r->n = n;
	now = rdtsc();
	do {
		before = now;
		take(r, (*region)++);
		now = rdtsc();
		longest = max(longest, now - before);
	} while (*region < r->samples * REGIONS && now - s->start + 2 * longest < limit);
out:
	ib_slice_end(s, r);
	return err;
}

/**
 * ib_region_run() - fill the arrays
 * @r: row, prepared
 * @s: slices so far
 * @n_max: set to the largest r->n that fits a slice
 *
 * Return: 0, -ERANGE, -EINTR, or -EFAULT if registers cannot be set up.
 */
int ib_region_run(struct ib_region *r, struct ib_slice *s, u32 *n_max)
{
	u32 region = 0;
	int err;

	err = calibrate(r, s, n_max);
	while (!err && region < r->samples * REGIONS) {
		if (signal_pending(current))
			return -EINTR;
		cond_resched();
		err = run_slice(r, s, &region);
	}
	return err;
}

/**
 * ib_region_count() - samples for a counter to count, one a slice
 * @r: row, prepared; r->n fits
 * @s: slices so far
 * @baseline: the empty call
 *
 * Row and baseline so have the same slices around them.
 */
int ib_region_count(struct ib_region *r, struct ib_slice *s, bool baseline)
{
	u32 k;
	int err;

	for (k = 0; k < r->samples; k++) {
		if (signal_pending(current))
			return -EINTR;
		cond_resched();
		err = ib_slice_begin(s, r);
		if (!err)
			sample(r, baseline, false);
		ib_slice_end(s, r);
		if (err)
			return err;
	}
	return 0;
}
