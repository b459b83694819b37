/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef INITBENCH_LANE_KVM_H
#define INITBENCH_LANE_KVM_H

#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/lane.h"

extern const struct ib_lane ib_lane_kvm;

/**
 * ib_kvm_lane_facts() - facts for the run record and the doctor
 *
 * Return: the facts, or NULL with the reason in ib_kvm_why().
 */
const struct ib_kvm_facts *ib_kvm_lane_facts(void);

#endif
