/* SPDX-License-Identifier: GPL-2.0-only */
/* What INIT does to the state that a guest sees. */
#ifndef INITBENCH_KVM_STATE_H
#define INITBENCH_KVM_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "bench/host/xstate.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/schema/oracle.h"

/**
 * struct ib_kvm_state - the guest's state before and after INIT
 * @filled: components that were given a value, and kept it over a KVM_RUN
 * @cleared: those of @filled that read as zero after INIT
 * @changed: those of @filled that are neither as before nor zero
 */
struct ib_kvm_state {
	uint64_t filled;
	uint64_t cleared;
	uint64_t changed;
};

/**
 * ib_kvm_state_check() - fill a guest's components, send INIT, look
 * @x: sizes and offsets of the components
 * @supported_xcr0: user components to fill, by KVM_SET_XSAVE; AMX is left alone
 * @supported_xss: of these CET is filled, by KVM_SET_MSRS
 * @state: filled in
 *
 * Also checks that the registers have the values that INIT gives them (SDM
 * vol. 3, table 10-1).
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_state_check(const struct ib_xstate *x, uint64_t supported_xcr0, uint64_t supported_xss,
		       struct ib_kvm_state *state);

/**
 * ib_kvm_state_judge() - what INIT did, against what it has to do
 * @state: as ib_kvm_state_check() found it
 * @must: components that INIT has to clear, see ib_kvm_mask()
 * @note: set to a sentence if the verdict is not ok
 * @size: room in @note
 *
 * Return: ok; partial if INIT left some of @must as they were, as the kernel under test
 * may do on purpose: it is measured, and shown as such; wrong if it changed or cleared
 * what it has to keep.
 */
enum ib_oracle ib_kvm_state_judge(const struct ib_kvm_state *state, uint64_t must, char *note,
				  size_t size);

/**
 * ib_kvm_state_fill() - give a guest a content of its registers
 * @vcpu: which
 * @x: sizes and offsets of the components
 * @components: that are in use; all others are in their INIT state
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_state_fill(struct ib_kvm_vcpu *vcpu, const struct ib_xstate *x, uint64_t components);

/**
 * ib_kvm_state_use() - let a guest use components that INIT clears
 * @vcpu: which
 * @x: sizes and offsets of the components
 * @components: MPX and CET, of those that KVM gives to guests
 *
 * The kernel zeroes no component whose bit in XSTATE_BV is clear, that is, one
 * that no guest has written to since it was last in its INIT state
 * (get_xsave_addr() in arch/x86/kernel/fpu/xstate.c).
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_state_use(struct ib_kvm_vcpu *vcpu, const struct ib_xstate *x, uint64_t components);

#endif
