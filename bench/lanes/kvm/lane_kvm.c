// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kvm lane: the running kernel's own INIT, through /dev/kvm.
 *
 * A row is a system call with the thing under study in it, its baseline the
 * same system call without, or the nearest one that lacks it; both are timed
 * one at a time, in an order drawn by coin, and every INIT is proven to have
 * been taken. The TSC's step is nothing against a KVM_RUN, so nothing is
 * batched but the storm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/host/contamination.h"
#include "bench/host/cpus.h"
#include "bench/host/host.h"
#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/init_storm.h"
#include "bench/lanes/kvm/lane_kvm.h"
#include "bench/lanes/kvm/samples.h"
#include "bench/lanes/kvm/state.h"
#include "bench/lanes/kvm/trace.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/err.h"
#include "lib/base/json.h"

#define ARCH_REQ_XCOMP_GUEST_PERM	0x1025	/* asm/prctl.h; older libc headers lack it */
#define WARMUP		2
#define WATCH_MS	5000
#define RETAKES		8
#define REST_US		1000	/* then the kernel owes this task a slice */

static const struct ib_xstate *xstate;
static struct ib_kvm_facts facts;
static struct ib_cpus *cpus;

/* That /dev/kvm opens is no proof: one guest is run. */
static int try_guest(void)
{
	struct ib_kvm_vcpu *vcpu;
	struct ib_kvm_vm vm;
	int ret = -1;

	if (ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0))
		return -1;
	vcpu = ib_kvm_vcpu_add(&vm);
	if (vcpu && !ib_kvm_watch(vcpu, WATCH_MS))
		ret = ib_kvm_run(vcpu, NULL, NULL);
	ib_kvm_unwatch();
	ib_kvm_vm_close(&vm);
	return ret;
}

static const char *unavailable(void)
{
	static bool ready;
	const char *why;

	if (ready)
		return NULL;
	why = ib_xstate_here(&xstate);
	if (why)
		return why;
	/* Before there is a vCPU. Refused where there is no AMX: then nothing changes. */
	syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_GUEST_PERM, XFEATURE_XTILE_DATA);
	/* Now, since `run` will pin the process. */
	if (!cpus)
		cpus = ib_cpus_allowed();
	if (ib_kvm_facts(&facts) || try_guest())
		return ib_kvm_why();
	ready = true;
	return NULL;
}

const struct ib_kvm_facts *ib_kvm_lane_facts(void)
{
	return unavailable() ? NULL : &facts;
}

/* The named mask that is what this kernel clears here. */
static uint32_t own_mask(void)
{
	for (uint32_t i = 0; i < IB_NAMED_MASKS; i++)
		if (ib_masks[i].components == facts.clear_mask)
			return i;
	return 0;
}

static void add_row(void (*add)(void *plan, const struct ib_row *row), void *plan,
		    const struct ib_kvm_sample *kind, enum ib_content_id content,
		    const char *variant)
{
	struct ib_row row = {
		.lane = &ib_lane_kvm,
		.event = kind->event,
		.fpu = kind->event == IB_INIT ? IB_FPU_PUTLOAD : IB_FPU_NONE,
		.mask = own_mask(),
		.content = content,
		.use = kind->used ? IB_USED : IB_REST,
	};

	snprintf(row.variant, sizeof(row.variant), "%s", variant);
	add(plan, &row);
}

/* 1, 2, 4, .. vCPUs and as many as there are CPUs; in one VM, and apart. */
static void add_storms(void (*add)(void *plan, const struct ib_row *row), void *plan,
		       const struct ib_kvm_sample *kind)
{
	uint32_t most = ib_cpus_count(cpus), n = 1;
	char variant[40];

	most = most > IB_KVM_MAX_VCPUS ? IB_KVM_MAX_VCPUS : most;
	for (;;) {
		snprintf(variant, sizeof(variant), "%s%u", kind->variant, n);
		add_row(add, plan, kind, IB_CONTENT_SSE, variant);
		if (n > 1) {
			snprintf(variant, sizeof(variant), "%s%u-apart", kind->variant, n);
			add_row(add, plan, kind, IB_CONTENT_SSE, variant);
		}
		if (n >= most)
			return;
		n = 2 * n < most ? 2 * n : most;
	}
}

static void add_rows(void (*add)(void *plan, const struct ib_row *row), void *plan)
{
	unavailable();
	for (size_t i = 0; i < ib_kvm_nr_samples; i++) {
		const struct ib_kvm_sample *kind = &ib_kvm_samples[i];

		if (kind->storm)
			add_storms(add, plan, kind);
		else if (!kind->contents)
			add_row(add, plan, kind, IB_CONTENT_SSE, kind->variant);
		else
			for (int content = 0; content < IB_NAMED_CONTENTS; content++)
				add_row(add, plan, kind, content, kind->variant);
	}
}

static void end(void *launch)
{
	struct ib_kvm_bench *b = launch;

	ib_kvm_vm_close(&b->vm);
	ib_kvm_vm_close(&b->pair);
	ib_fpstate_free(xstate, b->start);
	free(b);
}

/* vCPU 1 waits for SIPI when it is made: let it have one. */
static int start_pair(struct ib_kvm_vm *vm)
{
	struct ib_kvm_vcpu *sender, *target;
	int ret;

	if (ib_kvm_vm_open(vm, IB_KVM_SEND, 0))
		return -1;
	sender = ib_kvm_vcpu_add(vm);
	target = sender ? ib_kvm_vcpu_add(vm) : NULL;
	if (!target || ib_kvm_x2apic(sender) || ib_kvm_watch(target, WATCH_MS))
		return -1;
	ret = ib_kvm_send(vm, target->id, IB_KVM_ICR_INIT) ||
	      ib_kvm_send(vm, target->id, IB_KVM_ICR_SIPI(target->id)) ||
	      ib_kvm_run(target, NULL, NULL) ? -1 : 0;
	ib_kvm_unwatch();
	return ret;
}

static void *launch(uint64_t seed)
{
	struct ib_kvm_bench *b = ib_calloc(1, sizeof(*b));

	b->xstate = xstate;
	b->clear_mask = facts.clear_mask;
	b->start = ib_fpstate_alloc(xstate);
	b->registers.image = &b->start->regs.xsave;
	b->registers.rfbm = xstate->rfbm;
	b->vm.fd = -1;
	b->pair.fd = -1;
	if (ib_kvm_vm_open(&b->vm, IB_KVM_COUNT, 0) || !ib_kvm_vcpu_add(&b->vm) ||
	    start_pair(&b->pair)) {
		ib_error("lane kvm: %s", ib_kvm_why());
		end(b);
		return NULL;
	}
	return b;
}

static int open_storm(struct ib_kvm_bench *b, const struct ib_row *row)
{
	unsigned int n = 1;
	char suffix[8] = "";

	/* "-apart" may follow; a row's name has been checked against the lane's. */
	if (sscanf(row->variant, "kernel:storm-%u-%7s", &n, suffix) < 1)
		return -1;
	b->storm = ib_kvm_storm_start(n, *suffix, cpus);
	return b->storm ? 0 : -1;
}

/* The guest's registers, and this thread's, have the row's content. */
static int prepare(struct ib_kvm_bench *b, const struct ib_row *row,
		   const struct ib_kvm_sample *kind)
{
	uint64_t content = ib_contents[row->content].components;
	struct ib_kvm_vcpu *vcpu = &b->vm.vcpu[0];

	ib_fpstate_fill(xstate, b->start, content, 1);
	if (kind->storm && open_storm(b, row))
		return -1;
	if (ib_kvm_watch(vcpu, WATCH_MS))
		return -1;
	return ib_kvm_run(vcpu, NULL, NULL) || ib_kvm_state_fill(vcpu, xstate, content) ? -1 : 0;
}

/*
 * Takes a sample again if the kernel took the CPU away, or a page was missing: at
 * once, and if that did not help half of the time, after a rest. A survey asks what
 * happens, not how long it takes.
 */
static int take_sample(struct ib_kvm_bench *b, const struct ib_kvm_sample *kind, bool with,
		       uint64_t *ticks)
{
	struct ib_contamination c;
	const char *why = NULL;

	for (int i = 0; i < RETAKES; i++) {
		if (i > RETAKES / 2)
			usleep(REST_US);
		ib_contamination_begin(&c);
		if (kind->take(b, with, ticks))
			return -1;
		ib_contamination_end(&c);
		why = ib_contaminated(&c);
		if (!why || kind->busy)
			return 0;
	}
	if (b->surveying)
		return 0;
	return ib_kvm_fail("%s in each of %d samples", why, RETAKES);
}

static int take_all(struct ib_kvm_bench *b, const struct ib_kvm_sample *kind, uint64_t order_bits,
		    struct ib_block *block)
{
	uint64_t *out[] = { block->empty, block->ticks };
	uint64_t thrown;

	for (uint32_t i = 0; i < WARMUP; i++)
		if (take_sample(b, kind, true, &thrown) || take_sample(b, kind, false, &thrown))
			return -1;
	for (uint32_t i = 0; i < kind->samples; i++) {
		bool first = order_bits >> i % 64 & 1;

		if (take_sample(b, kind, first, &out[first][i]) ||
		    take_sample(b, kind, !first, &out[!first][i]))
			return -1;
	}
	return 0;
}

static int measure(void *launch, const struct ib_row *row, uint64_t order_bits,
		   struct ib_block *block)
{
	const struct ib_kvm_sample *kind = ib_kvm_find_sample(row->variant);
	struct ib_kvm_bench *b = launch;

	block->n = kind->reps;
	block->samples = kind->samples;
	block->has_drained = false;
	block->self_checked = true;
	if (prepare(b, row, kind) || take_all(b, kind, order_bits, block))
		block->invalid = ib_kvm_why();
	ib_kvm_unwatch();
	ib_kvm_storm_stop(b->storm);
	b->storm = NULL;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t mode(uint64_t *values, uint32_t n)
{
	uint32_t best = 0, run = 0;
	uint64_t value = 0;

	qsort(values, n, sizeof(values[0]), by_value);
	for (uint32_t i = 0; i < n; i++) {
		run = i && values[i] == values[i - 1] ? run + 1 : 1;
		if (run > best) {
			best = run;
			value = values[i];
		}
	}
	return value;
}

/*
 * In an emulated machine the clock counts instructions. Now and then one of
 * the kernel's own errands falls into a sample: the mode is without them. Into
 * a storm's long samples one falls always.
 */
static void count_instructions(struct ib_row *row, struct ib_block *block)
{
	uint64_t with, without;

	if (!ib_emulated_host() || block->n > 1)
		return;
	with = mode(block->ticks, block->samples);
	without = mode(block->empty, block->samples);
	row->facts.insns = with > without ? with - without : 0;
	row->facts.insns_how = "icount";
}

/* Told, not judged: a branch may well do without put and load. */
static void tell_pairs(struct ib_row_facts *f)
{
	uint32_t pairs;

	if (ib_kvm_trace_pairs(&pairs))
		snprintf(f->note, sizeof(f->note), "put/load not traced: %.90s", ib_kvm_why());
	else
		snprintf(f->note, sizeof(f->note), "put/load pairs in INIT, by kvm:kvm_fpu: %u",
			 pairs);
}

/* INIT does to the guest's XSTATE what the architecture wants of what the guest is offered. */
static int check_init(struct ib_row_facts *f)
{
	struct ib_kvm_state state;

	if (ib_kvm_state_check(xstate, facts.supported_xcr0, facts.supported_xss, &state))
		return -1;
	f->cleared = state.cleared;
	f->verdict = ib_kvm_state_judge(&state, facts.clear_mask, f->note, sizeof(f->note));
	if (f->verdict == IB_ORACLE_OK)
		tell_pairs(f);
	return 0;
}

static const char *why_skip(const struct ib_row *row, const struct ib_kvm_sample *kind)
{
	if (ib_contents[row->content].components & ~(xstate->rfbm & facts.supported_xcr0))
		return "this CPU or its KVM lacks the content's components";
	if (kind->used && !facts.clear_mask)
		return "KVM offers guests nothing here that INIT clears";
	return NULL;
}

/* A row that cannot be measured once is wrong, and `run` goes on without it. */
static int survey(void *launch, struct ib_row *row)
{
	const struct ib_kvm_sample *kind = ib_kvm_find_sample(row->variant);
	const char *skip = why_skip(row, kind);
	struct ib_block block = { 0 };
	struct ib_row_facts *f = &row->facts;
	struct ib_kvm_bench *b = launch;

	if (skip) {
		snprintf(f->skip, sizeof(f->skip), "%s", skip);
		return 0;
	}
	b->surveying = true;
	measure(b, row, 0x5555555555555555, &block);
	b->surveying = false;
	if (block.invalid || (kind->checked && check_init(f))) {
		f->verdict = IB_ORACLE_WRONG;
		snprintf(f->note, sizeof(f->note), "%.119s", ib_kvm_why());
		return 0;
	}
	count_instructions(row, &block);
	return 0;
}

static const char *const *no_variants(size_t *n)
{
	*n = 0;
	return NULL;
}

static void describe(struct json_object *run)
{
	ib_json_add(run, "kvm", ib_kvm_facts_json(ib_kvm_lane_facts()));
}

const struct ib_lane ib_lane_kvm = {
	.name = "kvm",
	.what = "the running kernel's own INIT path through /dev/kvm",
	.calibrated = true,
	.unavailable = unavailable,
	.variants = no_variants,
	.extra_rows = add_rows,
	.launch = launch,
	.survey = survey,
	.measure = measure,
	.end = end,
	.describe = describe,
};
