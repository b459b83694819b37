/* SPDX-License-Identifier: GPL-2.0-only */
/* What the running kernel's KVM clears on INIT here, and how. */
#ifndef INITBENCH_KVM_FACTS_H
#define INITBENCH_KVM_FACTS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct ib_kvm_facts - KVM's support of XSTATE, and the kernel's way with INIT
 * @release: of the kernel
 * @supported_xcr0: user components KVM offers to guests
 * @supported_xss: supervisor components KVM offers to guests
 * @clear_mask: components that INIT has to clear, of those that KVM offers here
 * @contains: id of the variant in this release, by mainline's history; a
 *            distribution may have changed it
 * @danger: why INIT must not be pending when KVM_GET_MP_STATE is called on
 *          this kernel and CPU, or NULL
 */
struct ib_kvm_facts {
	char release[65];
	uint64_t supported_xcr0;
	uint64_t supported_xss;
	uint64_t clear_mask;
	const char *contains;
	const char *danger;
};

/**
 * ib_kvm_contains() - the variant in a kernel release
 * @release: as uname -r prints it
 *
 * Return: a variant's id, or NULL if the release cannot be read.
 */
const char *ib_kvm_contains(const char *release);

/**
 * ib_kvm_mask() - what INIT has to clear of a guest
 * @facts: @supported_xcr0 and @supported_xss are read
 *
 * MPX and CET, of what the guest is offered: the architecture says so (SDM vol. 3,
 * table 10-1), whatever the kernel's release is. A kernel with CET for guests ported
 * back, or a branch that adds the clearing, is judged by the same.
 */
uint64_t ib_kvm_mask(const struct ib_kvm_facts *facts);

/**
 * ib_kvm_in_danger() - whether a kernel is of those that INIT in
 * KVM_GET_MP_STATE may oops: 6.18-rc1 to 6.18-rc5, with CET and without MPX
 * @contains: from ib_kvm_contains()
 */
bool ib_kvm_in_danger(const char *contains);

/**
 * ib_kvm_oops() - whether INIT in KVM_GET_MP_STATE would oops this host
 * @contains: from ib_kvm_contains()
 * @facts: supported components
 *
 * Return: a sentence or NULL.
 */
const char *ib_kvm_oops(const char *contains, const struct ib_kvm_facts *facts);

/**
 * ib_kvm_supported() - ask /dev/kvm which components it offers to guests
 * @facts: @supported_xcr0 and @supported_xss are set
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_supported(struct ib_kvm_facts *facts);

/**
 * ib_kvm_facts() - ask /dev/kvm and uname(2)
 * @facts: filled in
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_facts(struct ib_kvm_facts *facts);

struct json_object;

/**
 * ib_kvm_facts_json() - the facts for a run record
 * @facts: as ib_kvm_facts() left them
 *
 * Return: {"supported_xcr0":"0x..","supported_xss":"0x..","clear_mask":"0x..",
 * "contains":".."}, "danger" if there is one; the caller owns it.
 */
struct json_object *ib_kvm_facts_json(const struct ib_kvm_facts *facts);

#endif
