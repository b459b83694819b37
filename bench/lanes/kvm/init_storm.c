// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/blob/fence.h"
#include "bench/lanes/kvm/init_storm.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/err.h"

#define SPINS		2000		/* before a waiting thread yields its CPU */
#define WATCH_MS	10000		/* for one repetition, plus a little each */
#define WATCH_MS_EACH	10

/**
 * struct worker - a vCPU and its thread
 * @storm: what it is part of
 * @vm: where its vCPU is
 * @vcpu: which
 * @thread: runs it; unused for worker 0
 * @cpu: where that thread runs
 * @ticks: of its last job
 * @status: of its last job
 * @why: reason of a failure
 */
struct worker {
	struct ib_kvm_storm *storm;
	struct ib_kvm_vm *vm;
	struct ib_kvm_vcpu *vcpu;
	pthread_t thread;
	int cpu;
	uint64_t ticks;
	int status;
	char why[256];
};

/**
 * struct ib_kvm_storm - the workers and their job
 * @nr: workers
 * @threads: of them have a thread that was started
 * @vms: VMs that are open
 * @init: the job
 * @reps: the job; 0 ends the threads
 * @job: number of the job
 * @ready: workers that are about to begin it
 * @done: workers that have finished it
 * @vm: the VMs
 * @worker: the workers
 */
struct ib_kvm_storm {
	uint32_t nr;
	uint32_t threads;
	uint32_t vms;
	bool init;
	uint32_t reps;
	atomic_uint job;
	atomic_uint ready;
	atomic_uint done;
	struct ib_kvm_vm *vm;
	struct worker *worker;
};

static void wait_for(atomic_uint *counter, unsigned int value)
{
	for (unsigned int spins = 0; atomic_load(counter) != value; spins++)
		if (spins > SPINS)
			sched_yield();
}

static int repeat(struct worker *w, bool init, uint32_t reps)
{
	uint32_t to = init ? w->vcpu->id : IB_KVM_NOBODY;

	for (uint32_t i = 0; i < reps; i++)
		if (ib_kvm_send(w->vm, to, IB_KVM_ICR_INIT) ||
		    ib_kvm_send(w->vm, to, IB_KVM_ICR_SIPI(w->vcpu->id)) ||
		    ib_kvm_run(w->vcpu, NULL, NULL))
			return -1;
	return 0;
}

static int work(struct worker *w)
{
	struct ib_kvm_storm *s = w->storm;
	uint32_t starts = ib_kvm_starts(w->vm, w->vcpu);
	uint32_t taken = s->init ? s->reps : 0;
	int ret = ib_kvm_watch(w->vcpu, WATCH_MS + WATCH_MS_EACH * s->reps);
	uint64_t begin;

	/* Whoever fails still comes to the start: the others wait there. */
	atomic_fetch_add(&s->ready, 1);
	wait_for(&s->ready, s->nr);
	if (ret)
		return ret;
	begin = ib_tsc_fenced();
	ret = repeat(w, s->init, s->reps);
	w->ticks = ib_tsc_fenced() - begin;
	ib_kvm_unwatch();
	starts = ib_kvm_starts(w->vm, w->vcpu) - starts;
	if (!ret && starts != taken)
		ret = ib_kvm_fail("vCPU %u took %u of %u INITs", w->vcpu->id, starts, taken);
	return ret;
}

static void work_and_tell(struct worker *w)
{
	w->status = work(w);
	if (w->status)
		snprintf(w->why, sizeof(w->why), "%s", ib_kvm_why());
	atomic_fetch_add(&w->storm->done, 1);
}

static void *thread(void *arg)
{
	struct worker *w = arg;

	for (unsigned int job = 1;; job++) {
		wait_for(&w->storm->job, job);
		if (!w->storm->reps)
			return NULL;
		work_and_tell(w);
	}
}

static int start_thread(struct worker *w)
{
	pthread_attr_t attributes;
	int err;

	pthread_attr_init(&attributes);
	err = ib_cpus_start(&attributes, w->cpu);
	if (!err)
		err = pthread_create(&w->thread, &attributes, thread, w);
	pthread_attr_destroy(&attributes);
	if (err)
		return ib_kvm_fail("no thread on CPU %d: %s", w->cpu, strerror(err));
	w->storm->threads++;
	return 0;
}

static int next_cpu(const struct ib_cpus *cpus, int own, int cpu)
{
	cpu = ib_cpus_next(cpus, cpu);
	return cpu == own ? ib_cpus_next(cpus, cpu) : cpu;
}

static int add_vcpu(struct ib_kvm_storm *s, struct worker *w, bool own_vms)
{
	if (own_vms || !s->vms) {
		if (ib_kvm_vm_open(&s->vm[s->vms], IB_KVM_COUNT, IB_KVM_NO_BSP))
			return -1;
		s->vms++;
	}
	w->storm = s;
	w->vm = &s->vm[s->vms - 1];
	w->vcpu = ib_kvm_vcpu_add(w->vm);
	return w->vcpu ? 0 : -1;
}

/* vCPUs wait for SIPI when they are made: from here on they all run. */
static int first_sipi(struct worker *w)
{
	int ret;

	if (ib_kvm_watch(w->vcpu, WATCH_MS))
		return -1;
	ret = repeat(w, true, 1);
	ib_kvm_unwatch();
	return ret;
}

struct ib_kvm_storm *ib_kvm_storm_start(uint32_t n, bool own_vms, const struct ib_cpus *cpus)
{
	struct ib_kvm_storm *s = ib_calloc(1, sizeof(*s));
	int own = sched_getcpu(), cpu = -1;

	s->nr = n;
	s->vm = ib_calloc(own_vms ? n : 1, sizeof(*s->vm));
	s->worker = ib_calloc(n, sizeof(*s->worker));
	for (uint32_t i = 0; i < n; i++)
		if (add_vcpu(s, &s->worker[i], own_vms) || first_sipi(&s->worker[i]))
			goto err;
	for (uint32_t i = 1; i < n; i++) {
		cpu = next_cpu(cpus, own, cpu);
		if (cpu < 0) {
			ib_kvm_fail("%u vCPUs want %u CPUs", n, n);
			goto err;
		}
		s->worker[i].cpu = cpu;
		if (start_thread(&s->worker[i]))
			goto err;
	}
	return s;
err:
	ib_kvm_storm_stop(s);
	return NULL;
}

int ib_kvm_storm_run(struct ib_kvm_storm *s, bool init, uint32_t reps, uint64_t *ticks)
{
	uint64_t sum = 0;

	s->init = init;
	s->reps = reps;
	atomic_store(&s->ready, 0);
	atomic_store(&s->done, 0);
	atomic_fetch_add(&s->job, 1);
	work_and_tell(&s->worker[0]);
	wait_for(&s->done, s->nr);
	for (uint32_t i = 0; i < s->nr; i++) {
		if (s->worker[i].status)
			return ib_kvm_fail("%s", s->worker[i].why);
		sum += s->worker[i].ticks;
	}
	*ticks = s->nr ? sum / s->nr : 0;
	return 0;
}

void ib_kvm_storm_stop(struct ib_kvm_storm *s)
{
	if (!s)
		return;
	s->reps = 0;
	atomic_fetch_add(&s->job, 1);
	for (uint32_t i = 1; i <= s->threads; i++)
		pthread_join(s->worker[i].thread, NULL);
	while (s->vms)
		ib_kvm_vm_close(&s->vm[--s->vms]);
	free(s->vm);
	free(s->worker);
	free(s);
}
