/* SPDX-License-Identifier: GPL-2.0-only */
/* What rows of the kvm lane time: a system call with the thing under study in it, and without. */
#ifndef INITBENCH_KVM_SAMPLES_H
#define INITBENCH_KVM_SAMPLES_H

#include "bench/host/xstate.h"
#include "bench/lanes/kvm/init_storm.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/schema/axes.h"

/**
 * struct ib_kvm_bench - what rows are timed on
 * @xstate: this CPU's
 * @clear_mask: components that INIT has to clear here
 * @vm: one vCPU
 * @pair: vCPU 0 sends commands by its ICR to vCPU 1
 * @start: this thread's registers before each sample
 * @registers: the same, for KVM_RUN
 * @storm: the storm of the row being measured, or NULL
 * @surveying: what a row does is looked at, not how long it takes
 */
struct ib_kvm_bench {
	const struct ib_xstate *xstate;
	uint64_t clear_mask;
	struct ib_kvm_vm vm;
	struct ib_kvm_vm pair;
	struct fpstate *start;
	struct ib_registers registers;
	struct ib_kvm_storm *storm;
	bool surveying;
};

/**
 * struct ib_kvm_sample - a kind of row
 * @variant: its name; of storms, the beginning
 * @event: axis
 * @contents: one row for each content of the registers
 * @checked: what INIT does to the guest's XSTATE is looked at first
 * @used: the guest writes to the components that INIT clears, since the last INIT; in
 *        all other rows they are at rest. Measured only where INIT has some to clear
 * @storm: of many vCPUs, in threads
 * @busy: makes VMs or threads in each sample: its pages and switches are its own
 * @samples: of a block
 * @reps: repetitions of a sample
 * @take: takes a sample, with the thing under study or without, into @ticks;
 *        0, or -1 with the reason in ib_kvm_why()
 */
struct ib_kvm_sample {
	const char *variant;
	enum ib_event event;
	bool contents;
	bool checked;
	bool used;
	bool storm;
	bool busy;
	uint32_t samples;
	uint32_t reps;
	int (*take)(struct ib_kvm_bench *b, bool with, uint64_t *ticks);
};

extern const struct ib_kvm_sample ib_kvm_samples[];
extern const size_t ib_kvm_nr_samples;

/**
 * ib_kvm_find_sample() - the kind of row that has a variant's name
 * @variant: as in a row
 *
 * Return: the kind, or NULL.
 */
const struct ib_kvm_sample *ib_kvm_find_sample(const char *variant);

#endif
