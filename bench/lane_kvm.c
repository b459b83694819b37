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
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/contamination.h"
#include "bench/err.h"
#include "bench/host.h"
#include "bench/kvm_facts.h"
#include "bench/kvm_state.h"
#include "bench/kvm_storm.h"
#include "bench/kvm_trace.h"
#include "bench/kvm_vm.h"
#include "bench/lane_kvm.h"
#include "bench/lane_user.h"

#define ARCH_REQ_XCOMP_GUEST_PERM	0x1025	/* asm/prctl.h; older libc headers lack it */
#define WARMUP		2
#define WATCH_MS	5000
#define RETAKES		8
#define STORM_REPS	16

static const struct ib_xstate *xstate;
static struct ib_kvm_facts facts;
static cpu_set_t cpus;

/**
 * struct launch - what rows are timed on
 * @vm: one vCPU
 * @pair: vCPU 0 sends commands by its ICR to vCPU 1
 * @start: this thread's registers before each sample
 * @registers: the same, for KVM_RUN
 * @storm: the storm of the row being measured, or NULL
 */
struct launch {
	struct ib_kvm_vm vm;
	struct ib_kvm_vm pair;
	struct fpstate *start;
	struct ib_registers registers;
	struct ib_kvm_storm *storm;
};

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
	why = ib_lane_user.unavailable();
	if (why)
		return why;
	xstate = ib_user_xstate();
	/* Before there is a vCPU. Refused where there is no AMX: then nothing changes. */
	syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_GUEST_PERM, XFEATURE_XTILE_DATA);
	/* Now, since `run` will pin the process. */
	sched_getaffinity(0, sizeof(cpus), &cpus);
	if (ib_kvm_facts(&facts) || try_guest())
		return ib_kvm_why();
	ready = true;
	return NULL;
}

const struct ib_kvm_facts *ib_kvm_lane_facts(void)
{
	return unavailable() ? NULL : &facts;
}

/* INIT taken in KVM_RUN, against a KVM_RUN before which INIT was sent to nobody. */
static int sample_init(struct launch *l, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &l->vm.vcpu[0];
	uint32_t starts = ib_kvm_starts(&l->vm, vcpu);

	if (ib_kvm_send(&l->vm, with ? vcpu->id : IB_KVM_NOBODY, IB_KVM_ICR_INIT) ||
	    ib_kvm_run(vcpu, &l->registers, ticks))
		return -1;
	if (ib_kvm_starts(&l->vm, vcpu) != starts + with)
		return ib_kvm_fail(with ? "an INIT was not taken" : "an INIT came from nowhere");
	return 0;
}

/* The same of a guest that uses what INIT clears: only then has it bytes to zero. */
static int sample_init_used(struct launch *l, bool with, uint64_t *ticks)
{
	if (ib_kvm_state_use(&l->vm.vcpu[0], xstate, facts.clear_mask))
		return -1;
	return sample_init(l, with, ticks);
}

/* A KVM_RUN with nothing pending, against an ioctl that only loads and puts the vCPU. */
static int sample_run(struct launch *l, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &l->vm.vcpu[0];
	long ret;

	if (with)
		return ib_kvm_run(vcpu, &l->registers, ticks);
	*ticks = ib_timed_ioctl(vcpu->fd, KVM_GET_TSC_KHZ, 0, &l->registers, &ret);
	return ret < 0 ? ib_kvm_fail("KVM_GET_TSC_KHZ: %s", strerror(-ret)) : 0;
}

/*
 * A KVM_RUN that ends before the guest is entered loads and puts the guest's
 * FPU. KVM_GET_TSC_KHZ only loads and puts the vCPU. (KVM_GET_MP_STATE, which
 * looks as good, loads the FPU too where the kernel supports MPX.)
 */
static int sample_putload(struct launch *l, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &l->vm.vcpu[0];
	long ret;

	vcpu->run->immediate_exit = with;
	*ticks = ib_timed_ioctl(vcpu->fd, with ? KVM_RUN : KVM_GET_TSC_KHZ, 0, &l->registers, &ret);
	vcpu->run->immediate_exit = 0;
	if (with ? ret != -EINTR : ret < 0)
		return ib_kvm_fail("%s: %s", with ? "KVM_RUN with immediate_exit" : "KVM_GET_TSC_KHZ",
				   ret < 0 ? strerror(-ret) : "entered the guest");
	return 0;
}

/* As firmware does it: the ICR's writes by one vCPU, and INIT and SIPI taken by the other. */
static int sample_sipi(struct launch *l, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *sender = &l->pair.vcpu[0], *target = &l->pair.vcpu[1];
	uint32_t starts = ib_kvm_starts(&l->pair, target);
	uint64_t send, take;

	/* The last INIT left vCPU 0 with the I/O APIC's scan to do: not part of this sample. */
	ib_kvm_watch_also(sender);
	ib_kvm_commands(&l->pair, IB_KVM_NOBODY, IB_KVM_ICR_INIT, IB_KVM_ICR_SIPI(target->id));
	if (ib_kvm_run(sender, NULL, NULL))
		return -1;
	ib_kvm_commands(&l->pair, with ? target->id : IB_KVM_NOBODY, IB_KVM_ICR_INIT,
			IB_KVM_ICR_SIPI(target->id));
	if (ib_kvm_run(sender, &l->registers, &send))
		return -1;
	ib_kvm_watch_also(target);
	if (ib_kvm_run(target, &l->registers, &take))
		return -1;
	if (ib_kvm_starts(&l->pair, target) != starts + with)
		return ib_kvm_fail(with ? "INIT and SIPI were not taken" : "a SIPI came from nowhere");
	*ticks = send + take;
	return 0;
}

/* A vCPU is made, against a number that no vCPU can have, which KVM refuses at once. */
static int sample_create(struct launch *l, bool with, uint64_t *ticks)
{
	struct ib_kvm_vm vm;
	long fd;

	if (ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0))
		return -1;
	*ticks = ib_timed_ioctl(vm.fd, KVM_CREATE_VCPU, with ? 0 : INT32_MAX, &l->registers, &fd);
	if (fd >= 0)
		close(fd);
	ib_kvm_vm_close(&vm);
	if (with ? fd < 0 : fd >= 0)
		return ib_kvm_fail("KVM_CREATE_VCPU: %s", fd < 0 ? strerror(-fd)
								: "accepts any number");
	return 0;
}

static int sample_storm(struct launch *l, bool with, uint64_t *ticks)
{
	return ib_kvm_storm_run(l->storm, with, STORM_REPS, ticks);
}

/**
 * struct what - a kind of row
 * @variant: its name; of storms, the beginning
 * @event: axis
 * @contents: one row for each content of the registers
 * @checked: what INIT does to the guest's XSTATE is looked at first
 * @busy: makes VMs or threads in each sample: its pages and switches are its own
 * @samples: of a block
 * @reps: repetitions of a sample
 * @take: takes a sample
 */
static const struct what {
	const char *variant;
	enum ib_event event;
	bool contents;
	bool checked;
	bool busy;
	uint32_t samples;
	uint32_t reps;
	int (*take)(struct launch *l, bool with, uint64_t *ticks);
} whats[] = {
	{ "kernel:init", IB_INIT, true, true, false, 32, 1, sample_init },
	{ "kernel:init-used", IB_INIT, false, true, false, 32, 1, sample_init_used },
	{ "kernel:run", IB_INIT, false, false, false, 32, 1, sample_run },
	{ "kernel:putload", IB_INIT, true, false, false, 32, 1, sample_putload },
	{ "kernel:sipi", IB_INIT, false, false, false, 32, 1, sample_sipi },
	{ "kernel:vcpu-create", IB_RESET, false, false, true, 8, 1, sample_create },
	{ "kernel:storm-", IB_INIT, false, false, true, 12, STORM_REPS, sample_storm },
};

#define NR_WHATS	(sizeof(whats) / sizeof(whats[0]))

static const struct what *find_what(const struct ib_row *row)
{
	for (size_t i = 0; i < NR_WHATS; i++) {
		size_t length = strlen(whats[i].variant);

		if (!strncmp(row->variant, whats[i].variant, length) &&
		    (!row->variant[length] || whats[i].take == sample_storm))
			return &whats[i];
	}
	return NULL;
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
		    const struct what *what, enum ib_content_id content, const char *variant)
{
	struct ib_row row = {
		.lane = &ib_lane_kvm,
		.event = what->event,
		.fpu = what->event == IB_INIT ? IB_FPU_PUTLOAD : IB_FPU_NONE,
		.mask = own_mask(),
		.content = content,
	};

	snprintf(row.variant, sizeof(row.variant), "%s", variant);
	add(plan, &row);
}

/* 1, 2, 4, .. vCPUs and as many as there are CPUs; in one VM, and apart. */
static void add_storms(void (*add)(void *plan, const struct ib_row *row), void *plan,
		       const struct what *what)
{
	uint32_t most = CPU_COUNT(&cpus), n = 1;
	char variant[40];

	most = most > IB_KVM_MAX_VCPUS ? IB_KVM_MAX_VCPUS : most;
	for (;;) {
		snprintf(variant, sizeof(variant), "%s%u", what->variant, n);
		add_row(add, plan, what, IB_CONTENT_SSE, variant);
		if (n > 1) {
			snprintf(variant, sizeof(variant), "%s%u-apart", what->variant, n);
			add_row(add, plan, what, IB_CONTENT_SSE, variant);
		}
		if (n >= most)
			return;
		n = 2 * n < most ? 2 * n : most;
	}
}

static void add_rows(void (*add)(void *plan, const struct ib_row *row), void *plan)
{
	unavailable();
	for (size_t i = 0; i < NR_WHATS; i++) {
		const struct what *what = &whats[i];

		if (what->take == sample_storm)
			add_storms(add, plan, what);
		else if (!what->contents)
			add_row(add, plan, what, IB_CONTENT_SSE, what->variant);
		else
			for (int content = 0; content < IB_NAMED_CONTENTS; content++)
				add_row(add, plan, what, content, what->variant);
	}
}

static void end(void *launch)
{
	struct launch *l = launch;

	ib_kvm_vm_close(&l->vm);
	ib_kvm_vm_close(&l->pair);
	ib_fpstate_free(xstate, l->start);
	free(l);
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
	struct launch *l = ib_calloc(1, sizeof(*l));

	l->start = ib_fpstate_alloc(xstate);
	l->registers.image = &l->start->regs.xsave;
	l->registers.rfbm = xstate->rfbm;
	l->vm.fd = -1;
	l->pair.fd = -1;
	if (ib_kvm_vm_open(&l->vm, IB_KVM_COUNT, 0) || !ib_kvm_vcpu_add(&l->vm) ||
	    start_pair(&l->pair)) {
		ib_error("lane kvm: %s", ib_kvm_why());
		end(l);
		return NULL;
	}
	return l;
}

static int open_storm(struct launch *l, const struct ib_row *row)
{
	unsigned int n = 1;
	char apart[8] = "";

	/* "-apart" may follow; a row's name has been checked against the lane's. */
	if (sscanf(row->variant, "kernel:storm-%u-%7s", &n, apart) < 1)
		return -1;
	l->storm = ib_kvm_storm_start(n, *apart, &cpus);
	return l->storm ? 0 : -1;
}

/* The guest's registers, and this thread's, have the row's content. */
static int prepare(struct launch *l, const struct ib_row *row, const struct what *what)
{
	uint64_t content = ib_contents[row->content].components;
	struct ib_kvm_vcpu *vcpu = &l->vm.vcpu[0];

	ib_fpstate_fill(xstate, l->start, content, 1);
	if (what->take == sample_storm && open_storm(l, row))
		return -1;
	if (ib_kvm_watch(vcpu, WATCH_MS))
		return -1;
	return ib_kvm_run(vcpu, NULL, NULL) || ib_kvm_state_fill(vcpu, xstate, content) ? -1 : 0;
}

/* Takes a sample again if the kernel took the CPU away, or a page was missing. */
static int take(struct launch *l, const struct what *what, bool with, uint64_t *ticks)
{
	struct ib_contamination c;
	const char *why = NULL;

	for (int i = 0; i < RETAKES; i++) {
		ib_contamination_begin(&c);
		if (what->take(l, with, ticks))
			return -1;
		ib_contamination_end(&c);
		why = ib_contaminated(&c);
		if (!why || what->busy)
			return 0;
	}
	return ib_kvm_fail("%s in each of %d samples", why, RETAKES);
}

static int take_all(struct launch *l, const struct what *what, uint64_t coin,
		    struct ib_block *block)
{
	uint64_t *out[] = { block->empty, block->ticks };
	uint64_t thrown;

	for (uint32_t i = 0; i < WARMUP; i++)
		if (take(l, what, true, &thrown) || take(l, what, false, &thrown))
			return -1;
	for (uint32_t i = 0; i < what->samples; i++) {
		bool first = coin >> i % 64 & 1;

		if (take(l, what, first, &out[first][i]) ||
		    take(l, what, !first, &out[!first][i]))
			return -1;
	}
	return 0;
}

static int measure(void *launch, const struct ib_row *row, uint64_t coin, struct ib_block *block)
{
	const struct what *what = find_what(row);
	struct launch *l = launch;

	block->n = what->reps;
	block->samples = what->samples;
	block->has_drained = false;
	block->watched = true;
	if (prepare(l, row, what) || take_all(l, what, coin, block))
		block->invalid = ib_kvm_why();
	ib_kvm_unwatch();
	ib_kvm_storm_stop(l->storm);
	l->storm = NULL;
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

/* Put and load really ran in INIT if there was something to clear, and did not if not. */
static void check_pairs(struct ib_facts *f)
{
	uint32_t pairs;

	if (ib_kvm_trace_pairs(&pairs)) {
		snprintf(f->note, sizeof(f->note), "put/load not traced: %.90s", ib_kvm_why());
		return;
	}
	snprintf(f->note, sizeof(f->note), "put/load pairs in INIT, by kvm:kvm_fpu: %u", pairs);
	if (pairs != !!facts.clear_mask)
		f->verdict = IB_WRONG;
}

/* INIT does to the guest's XSTATE what this kernel does here. */
static int check_init(struct ib_facts *f)
{
	struct ib_kvm_state state;
	uint64_t expected;

	if (ib_kvm_state_check(xstate, facts.supported_xcr0, facts.supported_xss, &state))
		return -1;
	expected = facts.clear_mask & state.filled;
	f->cleared = state.cleared;
	f->verdict = state.cleared == expected && !state.changed ? IB_OK : IB_WRONG;
	if (f->verdict == IB_OK)
		check_pairs(f);
	else
		snprintf(f->note, sizeof(f->note), "INIT cleared 0x%llx, not 0x%llx, and changed 0x%llx",
			 (unsigned long long)state.cleared, (unsigned long long)expected,
			 (unsigned long long)state.changed);
	return 0;
}

static const char *why_skip(const struct ib_row *row, const struct what *what)
{
	if (ib_contents[row->content].components & ~(xstate->rfbm & facts.supported_xcr0))
		return "this CPU or its KVM lacks the content's components";
	if (what->take == sample_init_used && !facts.clear_mask)
		return "INIT clears nothing in this kernel on this CPU";
	return NULL;
}

/* A row that cannot be measured once is wrong, and `run` goes on without it. */
static int survey(void *launch, struct ib_row *row)
{
	const struct what *what = find_what(row);
	const char *skip = why_skip(row, what);
	struct ib_block block = { 0 };
	struct ib_facts *f = &row->facts;

	if (skip) {
		snprintf(f->skip, sizeof(f->skip), "%s", skip);
		return 0;
	}
	measure(launch, row, 0x5555555555555555, &block);
	if (block.invalid || (what->checked && check_init(f))) {
		f->verdict = IB_WRONG;
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
};
