// SPDX-License-Identifier: GPL-2.0-only
/*
 * What INIT does to a guest's XSTATE components, whichever way it comes and wherever the
 * state is then: a guest program of ours fills every component that KVM offers, is reset,
 * and stores what it finds; KVM is asked, too. MPX and CET have to be zero, all else has
 * to be as it was. A line "ok WAY" or "not ok WAY: why" or "skip WAY: why" for each way;
 * tests/kernels/patches.bats compares those of two kernels.
 *
 * Usage: kvm_init [ROUNDS [no-spin]]; each way is tried so many times (5). With no-spin, none
 * in which the guest runs without leaving: not every emulator lets the host's timer end that.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "bench/host/xstate.h"
#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/xfeature.h"

#define WATCH_MS	60000
#define SENDER		1			/* the vCPU that sends an IPI; 0 receives it */
#define MASK_AMX	(BIT_ULL(XFEATURE_XTILE_CFG) | BIT_ULL(XFEATURE_XTILE_DATA))

/* Where things are in the guest's memory, and that in the VM's: vm.c has the reset page first. */
#define LOW		0x7000
#define PARAMETERS	0xa000
#define AFTER_INIT	0xb000			/* the guest's image right after its start */
#define TO_FILL		0xc000
#define FILLED		0xd000			/* its image when it has filled its components */
#define IMAGE		0x1000
#define PAGE		0x1000
#define HEADER		512			/* XSTATE_BV, SDM vol. 1, 13.4.2 */

enum mode { LEAVE, SPIN, HALT };

/* As the guest's program reads them, see below. */
struct parameters {
	uint32_t xcr0;
	uint32_t mode;
	uint32_t nr_msrs;
	uint32_t fill;
	struct {
		uint32_t index;
		uint32_t unused;
		uint64_t value;
	} msr[5];
	char room[0x100 - 16 - 5 * 16];
	uint64_t after_init[32];
	uint64_t filled[32];
};

/*
 * In real mode, where INIT leaves a CPU. Leaves first with what it found, then with what it
 * filled in, and then for ever, or spins, or halts. XSAVE and XRSTOR keep to the standard
 * format; CET is in MSRs. XCR0, which INIT leaves alone, is set from outside: QEMU's SVM does
 * not intercept XSETBV. In BNDCFGU BNDPRESERVE is set, or every jump would initialise BND0-3.
 */
extern const uint8_t program[], vector[], sender[];
extern const uint64_t program_size, vector_size, sender_size;

asm(".pushsection .rodata, \"a\"\n"
	".code16\n"
	"program:\n"
	"	xor %ax, %ax\n"
	"	mov %ax, %ds\n"
	"	incl 0x7000\n"
	"	mov $0x40600, %eax\n"		/* OSXSAVE, OSXMMEXCPT, OSFXSR */
	"	mov %eax, %cr4\n"
	"	xor %edx, %edx\n"
	"	mov 0xa000, %eax\n"
	"	xsave 0xb000\n"
	"	mov $0xa100, %bx\n"
	"	call read_msrs\n"
	"	out %al, $0x80\n"
	"	cmpl $0, 0xa00c\n"
	"	je 1f\n"
	"	mov 0xa000, %eax\n"
	"	xor %edx, %edx\n"
	"	xrstor 0xc000\n"
	"	mov $0xa010, %si\n"
	"	mov 0xa008, %di\n"
	"2:	test %di, %di\n"
	"	jz 1f\n"
	"	mov (%si), %ecx\n"
	"	mov 8(%si), %eax\n"
	"	mov 12(%si), %edx\n"
	"	wrmsr\n"
	"	add $16, %si\n"
	"	dec %di\n"
	"	jmp 2b\n"
	"1:	mov 0xa000, %eax\n"
	"	xor %edx, %edx\n"
	"	xsave 0xd000\n"
	"	mov $0xa200, %bx\n"
	"	call read_msrs\n"
	"	out %al, $0x80\n"
	"3:	cmpl $1, 0xa004\n"
	"	je 3b\n"
	"	cmpl $2, 0xa004\n"
	"	jne 4f\n"
	"	hlt\n"
	"4:	out %al, $0x80\n"
	"	jmp 3b\n"
	"read_msrs:\n"			/* its stack is below 0x10000: INIT leaves 0 in SP */
	"	mov $0xa010, %si\n"
	"	mov 0xa008, %di\n"
	"5:	test %di, %di\n"
	"	jz 6f\n"
	"	mov (%si), %ecx\n"
	"	rdmsr\n"
	"	mov %eax, (%bx)\n"
	"	mov %edx, 4(%bx)\n"
	"	add $16, %si\n"
	"	add $8, %bx\n"
	"	dec %di\n"
	"	jmp 5b\n"
	"6:	ret\n"
	"	.balign 8\n"
	"program_size:\n"
	"	.quad program_size - program\n"
	"vector:\n"
	"	.byte 0xe9\n"			/* jmp 0xf000, where the program is */
	"	.word 0xf000 - 0xfff3\n"
	"	.balign 8\n"
	"vector_size:\n"
	"	.quad vector_size - vector\n"
	"sender:\n"				/* by x2APIC: INIT to APIC ID 0 */
	"	mov $0x830, %ecx\n"
	"	xor %edx, %edx\n"
	"	mov $0x4500, %eax\n"
	"	wrmsr\n"
	"	out %al, $0x80\n"
	"	jmp sender\n"
	"	.balign 8\n"
	"sender_size:\n"
	"	.quad sender_size - sender\n"
	".code64\n"
	".popsection\n");

/* CET user and CET kernel as the MSRs that they hold (SDM vol. 1, 13.5.9). */
static const struct {
	uint32_t index;
	unsigned int xfeature;
	uint64_t value;
} cet[] = {
	{ 0x6a0, XFEATURE_CET_USER, 3 },		/* IA32_U_CET: SH_STK_EN, WR_SHSTK_EN */
	{ 0x6a7, XFEATURE_CET_USER, 0x7000 },		/* IA32_PL3_SSP */
	{ 0x6a4, XFEATURE_CET_KERNEL, 0x4000 },		/* IA32_PL0_SSP */
	{ 0x6a5, XFEATURE_CET_KERNEL, 0x5000 },
	{ 0x6a6, XFEATURE_CET_KERNEL, 0x6000 },
};

/**
 * struct world - a virtual machine and what is expected of it
 * @vm: it
 * @target: the vCPU that INIT resets
 * @x: sizes and offsets of the components
 * @user: components that XSAVE moves, of those that KVM offers
 * @supervisor: CET, of those that KVM offers
 * @must: components that INIT has to clear
 * @unknown: components that have no value to be told
 * @oops: why INIT must not be pending in KVM_GET_MP_STATE here, or NULL
 * @expected: an image with every component filled
 * @why: what is not right
 */
struct world {
	struct ib_kvm_vm vm;
	struct ib_kvm_vcpu *target;
	const struct ib_xstate *x;
	uint64_t user;
	uint64_t supervisor;
	uint64_t must;
	uint64_t unknown;
	const char *oops;
	uint8_t expected[IMAGE];
	char why[256];
};

static int wrong(struct world *w, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(w->why, sizeof(w->why), fmt, args);
	va_end(args);
	return -1;
}

static void *guest(const struct world *w, uint32_t address)
{
	return w->vm.memory + PAGE + address - LOW;
}

struct area {
	uint32_t at;
	uint32_t size;
};

/* Of x87 and SSE the registers alone: the rest has values that are not zero in INIT state. */
static struct area component(const struct world *w, unsigned int xfeature)
{
	const struct ib_geometry *g = &w->x->geometry;

	if (xfeature == XFEATURE_FP)
		return (struct area){ 32, 128 };
	if (xfeature == XFEATURE_SSE)
		return (struct area){ 160, 256 };
	if (xfeature == XFEATURE_PKRU)
		return (struct area){ g->offset[xfeature], 4 };
	return (struct area){ g->offset[xfeature], g->size[xfeature] };
}

static void fill_image(struct world *w)
{
	const uint64_t bndcsr[] = { 0x7003, 2 };	/* enabled, BNDPRESERVE; BNDSTATUS */
	const uint32_t mxcsr = 0x1f80;
	const uint16_t fcw = 0x37f;

	memcpy(w->expected, &fcw, sizeof(fcw));
	memcpy(w->expected + 24, &mxcsr, sizeof(mxcsr));
	memcpy(w->expected + HEADER, &w->user, sizeof(w->user));
	for (unsigned int i = 0; i < XFEATURE_MAX; i++) {
		struct area a = component(w, i);

		if (!(w->user & BIT_ULL(i)))
			continue;
		for (uint32_t k = 0; k < a.size; k++)
			w->expected[a.at + k] = (uint8_t)(17 * i + k) | 1;
		/* Of a register's 16 bytes x87 has ten. */
		for (uint32_t k = 0; i == XFEATURE_FP && k < a.size; k += 16)
			memset(w->expected + a.at + k + 10, 0, 6);
		if (i == XFEATURE_BNDCSR) {
			memset(w->expected + a.at, 0, a.size);
			memcpy(w->expected + a.at, bndcsr, sizeof(bndcsr));
		}
	}
}

/**
 * struct view - an image and who made it
 * @side: the name of that
 * @image: it
 * @real_mode: outside 64-bit mode, where a CPU has half of the vector registers
 */
struct view {
	const char *side;
	const uint8_t *image;
	bool real_mode;
};

static uint32_t visible(const struct view *v, struct area a, unsigned int xfeature)
{
	if (!v->real_mode)
		return a.size;
	if (xfeature == XFEATURE_Hi16_ZMM)
		return 0;
	if (xfeature == XFEATURE_SSE || xfeature == XFEATURE_YMM || xfeature == XFEATURE_ZMM_Hi256)
		return a.size / 2;
	return a.size;
}

/* What a component is to be: as it was filled, or all zero. */
static int check_component(struct world *w, const struct view *v, unsigned int xfeature,
			   bool filled)
{
	struct area a = component(w, xfeature);
	const uint32_t size = visible(v, a, xfeature);
	static const uint8_t zero[IMAGE];
	const uint8_t *is = v->image + a.at;

	if (!memcmp(is, filled ? w->expected + a.at : zero, size))
		return 0;
	return wrong(w, "%s: %s is %s", v->side, ib_xfeatures[xfeature].name,
		     !memcmp(is, w->expected + a.at, size) ? "as it was, and not cleared" :
		     !memcmp(is, zero, size) ? "cleared, and not as it was" : "something else");
}

static int check_image(struct world *w, const struct view *v, uint64_t filled)
{
	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if ((w->user & ~w->unknown & BIT_ULL(i)) &&
		    check_component(w, v, i, filled & BIT_ULL(i)))
			return -1;
	return 0;
}

static int check_cet(struct world *w, const char *side, const uint64_t *value, uint64_t filled)
{
	for (size_t i = 0; w->supervisor && i < ARRAY_SIZE(cet); i++)
		if (value[i] != (filled & BIT_ULL(cet[i].xfeature) ? cet[i].value : 0))
			return wrong(w, "%s: MSR 0x%x is 0x%llx", side, cet[i].index,
				     (unsigned long long)value[i]);
	return 0;
}

union msrs {
	struct kvm_msrs head;
	char room[sizeof(struct kvm_msrs) + ARRAY_SIZE(cet) * sizeof(struct kvm_msr_entry)];
};

static int access_msrs(struct world *w, unsigned long request, union msrs *m)
{
	memset(m, 0, sizeof(*m));
	m->head.nmsrs = ARRAY_SIZE(cet);
	for (size_t i = 0; i < ARRAY_SIZE(cet); i++) {
		m->head.entries[i].index = cet[i].index;
		m->head.entries[i].data = cet[i].value;
	}
	if (ioctl(w->target->fd, request, m) != ARRAY_SIZE(cet))
		return wrong(w, "CET's MSRs: %s", strerror(errno));
	return 0;
}

static int check_guest(struct world *w, const char *side, uint32_t image, const uint64_t *msrs,
		       uint64_t filled)
{
	const struct view v = { side, guest(w, image), true };

	return check_image(w, &v, filled) || check_cet(w, side, msrs, filled) ? -1 : 0;
}

/* What KVM says of the vCPU. */
static int check_host(struct world *w, const char *side, uint64_t filled)
{
	int size = ioctl(ib_kvm_device(), KVM_CHECK_EXTENSION, KVM_CAP_XSAVE2);
	uint8_t *image = ib_calloc(1, size > IMAGE ? size : IMAGE);
	uint64_t value[ARRAY_SIZE(cet)];
	union msrs m;
	int ret;

	ret = ioctl(w->target->fd, size > IMAGE ? KVM_GET_XSAVE2 : KVM_GET_XSAVE, image);
	if (ret)
		ret = wrong(w, "KVM_GET_XSAVE: %s", strerror(errno));
	else
		ret = check_image(w, &(struct view){ side, image, false }, filled);
	free(image);
	if (ret || !w->supervisor)
		return ret;
	if (access_msrs(w, KVM_GET_MSRS, &m))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(cet); i++)
		value[i] = m.head.entries[i].data;
	return check_cet(w, side, value, filled);
}

static struct parameters *parameters(const struct world *w)
{
	return guest(w, PARAMETERS);
}

static int set_xcr0(struct world *w)
{
	struct kvm_xcrs xcrs = { .nr_xcrs = 1, .xcrs = { { .xcr = 0, .value = w->user } } };

	if (ioctl(w->target->fd, KVM_SET_XCRS, &xcrs))
		return wrong(w, "KVM_SET_XCRS: %s", strerror(errno));
	return 0;
}

static int open_world(struct world *w, enum mode until, bool fill)
{
	struct parameters *p;

	if (ib_kvm_vm_open(&w->vm, IB_KVM_COUNT, 0))
		return wrong(w, "%s", ib_kvm_why());
	w->target = ib_kvm_vcpu_add(&w->vm);
	if (!w->target || !ib_kvm_vcpu_add(&w->vm) || ib_kvm_x2apic(&w->vm.vcpu[0]) ||
	    ib_kvm_x2apic(&w->vm.vcpu[SENDER]))
		return wrong(w, "%s", ib_kvm_why());
	if (set_xcr0(w))
		return -1;
	memcpy(w->vm.memory, program, program_size);
	memcpy(w->vm.memory + 0xff0, vector, vector_size);
	memcpy(guest(w, 0x8000 + SENDER * PAGE), sender, sender_size);
	memcpy(guest(w, TO_FILL), w->expected, IMAGE);
	p = parameters(w);
	p->xcr0 = w->user;
	p->mode = until;
	p->fill = fill;
	p->nr_msrs = w->supervisor ? ARRAY_SIZE(cet) : 0;
	for (size_t i = 0; i < ARRAY_SIZE(cet); i++) {
		p->msr[i].index = cet[i].index;
		p->msr[i].value = cet[i].value;
	}
	return 0;
}

static int run(struct world *w, struct ib_kvm_vcpu *vcpu)
{
	return ib_kvm_run(vcpu, NULL, NULL) ? wrong(w, "%s", ib_kvm_why()) : 0;
}

static int send_init(struct world *w)
{
	return ib_kvm_send(&w->vm, 0, IB_KVM_ICR_INIT) ? wrong(w, "%s", ib_kvm_why()) : 0;
}

static int by_message(struct world *w)
{
	return send_init(w);
}

/* The sender is started by INIT and SIPI, and sends one INIT before it leaves. */
static int by_ipi(struct world *w)
{
	struct ib_kvm_vcpu *vcpu = &w->vm.vcpu[SENDER];

	if (ib_kvm_send(&w->vm, SENDER, IB_KVM_ICR_INIT) ||
	    ib_kvm_send(&w->vm, SENDER, IB_KVM_ICR_SIPI(SENDER)))
		return wrong(w, "%s", ib_kvm_why());
	return run(w, vcpu);
}

/* KVM takes a pending INIT there, in user space's time: the state is in memory. */
static int in_mp_state(struct world *w)
{
	struct kvm_mp_state state;

	if (send_init(w))
		return -1;
	if (ioctl(w->target->fd, KVM_GET_MP_STATE, &state))
		return wrong(w, "KVM_GET_MP_STATE: %s", strerror(errno));
	return 0;
}

static int by_events(struct world *w)
{
	struct kvm_vcpu_events events;

	if (ioctl(w->target->fd, KVM_GET_VCPU_EVENTS, &events))
		return wrong(w, "KVM_GET_VCPU_EVENTS: %s", strerror(errno));
	events.flags |= KVM_VCPUEVENT_VALID_SMM;
	events.smi.latched_init = 1;
	if (ioctl(w->target->fd, KVM_SET_VCPU_EVENTS, &events))
		return wrong(w, "KVM_SET_VCPU_EVENTS: %s", strerror(errno));
	return 0;
}

/* A KVM_RUN that loads and puts the state, with the INIT pending, and does not enter. */
static int over_immediate_exit(struct world *w)
{
	int ret;

	if (send_init(w))
		return -1;
	w->target->run->immediate_exit = 1;
	ret = ioctl(w->target->fd, KVM_RUN, 0);
	w->target->run->immediate_exit = 0;
	return ret == -1 && errno == EINTR ? 0 : wrong(w, "KVM_RUN did not leave at once");
}

static void pin(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

/* Keeps a CPU, and its vector registers, busy. */
static void use_registers(int ms)
{
	struct timespec begin, now;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	do {
		for (int i = 0; i < 1000; i++)
			asm volatile("pcmpeqd %%xmm0, %%xmm0; paddd %%xmm0, %%xmm1" ::: "xmm0", "xmm1");
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < ms);
}

static void *send_from_elsewhere(void *arg)
{
	pin(0);
	pause_ms(5);
	send_init(arg);
	return NULL;
}

/* On the CPU of the vCPU, which it takes from it, before and after the INIT is sent. */
static void *send_from_here(void *arg)
{
	pin(sysconf(_SC_NPROCESSORS_ONLN) - 1);
	use_registers(15);
	send_init(arg);
	use_registers(15);
	return NULL;
}

static int run_against(struct world *w, void *(*sender_thread)(void *))
{
	pthread_t thread;
	sigset_t set, old;
	int ret;

	/* Signals are for the thread that runs the vCPU. */
	sigfillset(&set);
	pthread_sigmask(SIG_SETMASK, &set, &old);
	ret = pthread_create(&thread, NULL, sender_thread, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return wrong(w, "a thread: %s", strerror(ret));
	ret = run(w, w->target);
	pthread_join(thread, NULL);
	return ret;
}

static int while_running(struct world *w)
{
	return run_against(w, send_from_elsewhere);
}

static int while_preempted(struct world *w)
{
	return run_against(w, send_from_here);
}

static void on_alarm(int signo)
{
	(void)signo;
}

static int with_signals(struct world *w)
{
	const struct itimerval every = { { 0, 1000 }, { 0, 1000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = on_alarm };
	int ret;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	ret = run_against(w, send_from_elsewhere);
	setitimer(ITIMER_REAL, &never, NULL);
	return ret;
}

/**
 * struct way - a way in which INIT comes
 * @name: of it
 * @mode: what the guest does until then
 * @at_rest: its components are not filled, nor loaded by anyone
 * @unborn: it has not run yet; user space has filled it
 * @taken: @init returns when INIT has been taken, by an ioctl or in the guest
 * @started: .. and when the guest has left for the first time since
 * @init: sends it
 */
static const struct way {
	const char *name;
	enum mode mode;
	bool at_rest;
	bool unborn;
	bool taken;
	bool started;
	int (*init)(struct world *w);
} ways[] = {
	{ .name = "a message", .init = by_message },
	{ .name = "an IPI of another vCPU", .init = by_ipi },
	{ .name = "KVM_SET_VCPU_EVENTS", .init = by_events },
	{ .name = "KVM_GET_MP_STATE", .taken = true, .init = in_mp_state },
	{ .name = "over a KVM_RUN that does not enter", .init = over_immediate_exit },
	{ .name = "while it runs", .mode = SPIN, .taken = true, .started = true,
	  .init = while_running },
	{ .name = "while it is halted", .mode = HALT, .taken = true, .started = true,
	  .init = while_running },
	{ .name = "while another thread has its CPU", .mode = SPIN, .taken = true, .started = true,
	  .init = while_preempted },
	{ .name = "while signals come", .mode = SPIN, .taken = true, .started = true,
	  .init = with_signals },
	{ .name = "while it is halted and signals come", .mode = HALT, .taken = true,
	  .started = true, .init = with_signals },
	{ .name = "before it has run", .unborn = true, .init = by_message },
	{ .name = "before it has run, KVM_GET_MP_STATE", .unborn = true, .taken = true,
	  .init = in_mp_state },
	{ .name = "nothing in use, a message", .at_rest = true, .init = by_message },
	{ .name = "nothing in use, KVM_GET_MP_STATE", .at_rest = true, .taken = true,
	  .init = in_mp_state },
	{ .name = "nothing in use, while it runs", .mode = SPIN, .at_rest = true, .taken = true,
	  .started = true, .init = while_running },
};

/*
 * To where all components are filled: by the guest, the registers that it does not have in
 * real mode and those of a guest that has not run by user space.
 */
static int prepare(struct world *w, const struct way *way)
{
	struct parameters *p = parameters(w);
	union msrs m;

	/* A kernel without protection keys leaves PKRU as another guest had it. */
	w->unknown = way->at_rest ? BIT_ULL(XFEATURE_PKRU) : 0;
	if (!way->at_rest && ioctl(w->target->fd, KVM_SET_XSAVE, w->expected))
		return wrong(w, "KVM_SET_XSAVE: %s", strerror(errno));
	if (way->unborn)
		return w->supervisor ? access_msrs(w, KVM_SET_MSRS, &m) : 0;
	memset(guest(w, FILLED), 0, IMAGE);
	if (run(w, w->target))
		return -1;
	return check_guest(w, "the guest, filled", FILLED, p->filled,
			   way->at_rest ? 0 : w->user | w->supervisor);
}

static uint64_t kept(const struct world *w, const struct way *way)
{
	return way->at_rest ? 0 : (w->user | w->supervisor) & ~w->must;
}

static int one_round(struct world *w, const struct way *way)
{
	struct parameters *p = parameters(w);
	uint32_t starts;

	if (prepare(w, way))
		return -1;
	memset(guest(w, AFTER_INIT), 0, IMAGE);
	starts = ib_kvm_starts(&w->vm, w->target);
	if (way->init(w))
		return -1;
	if (way->taken && !way->started &&
	    check_host(w, "KVM, before the guest ran", kept(w, way)))
		return -1;
	if (!way->started && run(w, w->target))
		return -1;
	if (ib_kvm_starts(&w->vm, w->target) != starts + 1)
		return wrong(w, "INIT was sent, and the guest did not start again");
	return check_guest(w, "the guest", AFTER_INIT, p->after_init, kept(w, way)) ||
	       check_host(w, "KVM", kept(w, way)) ? -1 : 0;
}

/* A vCPU that has not run is a new one each time. */
static int try_way(struct world *w, const struct way *way, int rounds)
{
	int ret = 0;

	for (int i = 0; i < rounds && !ret; i++) {
		if (!i || way->unborn) {
			ret = open_world(w, way->mode, !way->at_rest);
			if (!ret && ib_kvm_watch(w->target, WATCH_MS))
				ret = wrong(w, "%s", ib_kvm_why());
			/* Its first start, after which it is as after each INIT. */
			if (!ret && !way->unborn)
				ret = run(w, w->target);
		}
		if (!ret)
			ret = one_round(w, way);
		if (ret || i + 1 == rounds || way->unborn) {
			ib_kvm_unwatch();
			ib_kvm_vm_close(&w->vm);
		}
	}
	return ret;
}

static const char *why_not(const struct world *w, const struct way *way, bool no_spin)
{
	if (way->mode == SPIN && no_spin)
		return "the guest would not leave";
	return way->init == in_mp_state ? w->oops : NULL;
}

int main(int argc, char **argv)
{
	bool no_spin = argc > 2 && !strcmp(argv[2], "no-spin");
	int rounds = argc > 1 ? atoi(argv[1]) : 5;
	struct ib_kvm_facts facts;
	struct world w = { .why = "" };
	bool failed = false;
	char *names;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (ib_xstate_here(&w.x) || ib_kvm_facts(&facts)) {
		fprintf(stderr, "kvm_init: no XSAVE, or %s\n", ib_kvm_why());
		return 2;
	}
	w.user = facts.supported_xcr0 & ~MASK_AMX & (BIT_ULL(XFEATURE_MAX) - 1);
	w.supervisor = facts.supported_xss & XFEATURE_MASK_CET;
	w.must = ib_kvm_mask(&facts);
	w.oops = facts.danger;
	fill_image(&w);
	pin(sysconf(_SC_NPROCESSORS_ONLN) - 1);
	names = ib_xfeature_names(w.user | w.supervisor);
	printf("components %s\n", names);
	free(names);
	names = ib_xfeature_names(w.must);
	printf("cleared %s\n", names);
	free(names);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		const char *reason = why_not(&w, &ways[i], no_spin);

		if (reason) {
			printf("skip %s: %s\n", ways[i].name, reason);
		} else if (try_way(&w, &ways[i], rounds)) {
			printf("not ok %s: %s\n", ways[i].name, w.why);
			failed = true;
		} else {
			printf("ok %s\n", ways[i].name);
		}
	}
	return failed;
}
