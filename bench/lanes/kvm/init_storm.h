/* SPDX-License-Identifier: GPL-2.0-only */
/* An INIT storm: vCPUs on CPUs of their own, all of them receiving INIT and SIPI. */
#ifndef INITBENCH_KVM_STORM_H
#define INITBENCH_KVM_STORM_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/host/cpus.h"

struct ib_kvm_storm;

/**
 * ib_kvm_storm_start() - make the vCPUs and their threads
 * @n: vCPUs, 1 to IB_KVM_MAX_VCPUS; vCPU 0 is run by the calling thread, which
 *     should be pinned
 * @own_vms: each in a VM of its own instead of all in one
 * @cpus: where the other threads may run, each on a CPU that is not the caller's
 *
 * Return: the storm, or NULL with the reason in ib_kvm_why().
 */
struct ib_kvm_storm *ib_kvm_storm_start(uint32_t n, bool own_vms, const struct ib_cpus *cpus);

/**
 * ib_kvm_storm_run() - let all vCPUs run at the same time
 * @storm: which
 * @init: send INIT and SIPI before each KVM_RUN; otherwise the same messages
 *        go to nobody
 * @reps: KVM_RUNs of each vCPU
 * @ticks: set to clock units of @reps repetitions, the mean of the vCPUs
 *
 * Return: 0, or -1 with the reason in ib_kvm_why(): also if a vCPU took not
 * exactly @reps INITs.
 */
int ib_kvm_storm_run(struct ib_kvm_storm *storm, bool init, uint32_t reps, uint64_t *ticks);

/**
 * ib_kvm_storm_stop() - end the threads and free the VMs
 * @storm: may be NULL
 */
void ib_kvm_storm_stop(struct ib_kvm_storm *storm);

#endif
