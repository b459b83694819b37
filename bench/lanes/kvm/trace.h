/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's own word on put and load: the tracepoint kvm:kvm_fpu. */
#ifndef INITBENCH_KVM_TRACE_H
#define INITBENCH_KVM_TRACE_H

#include <stdint.h>

/**
 * ib_kvm_trace_pairs() - put/load pairs that taking an INIT adds to a KVM_RUN
 * @pairs: set to their number
 *
 * A pass of its own, untimed, since tracing changes what is timed. It uses an
 * instance of tracefs, so that the machine's own tracing stays as it is, and
 * mounts tracefs for as long as it takes if it is not mounted.
 *
 * Return: 0, or -1 with the reason in ib_kvm_why().
 */
int ib_kvm_trace_pairs(uint32_t *pairs);

#endif
