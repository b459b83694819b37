/* SPDX-License-Identifier: GPL-2.0-only */
/* Timed ioctl(2) with a known content of the caller's vector registers. */
#ifndef INITBENCH_KVM_IOCTL_H
#define INITBENCH_KVM_IOCTL_H

#include <stdint.h>

#include "bench/blob/contract.h"

/**
 * struct ib_registers - a content of the caller's registers
 * @image: loaded by XRSTOR
 * @rfbm: components that are loaded; those not in @image are initialised
 */
struct ib_registers {
	const struct xregs_state *image;
	uint64_t rfbm;
};

/**
 * ib_timed_ioctl() - clock units of one ioctl(2)
 * @fd: its file
 * @request: its number
 * @argument: its argument
 * @registers: the caller's registers while it runs, or NULL to leave them
 * @ret: set to what it returned, -errno on failure
 *
 * The C library, which may use vector registers, is not called. The fences,
 * the clock's reading and the way into the kernel are in the figure: use
 * differences only.
 */
uint64_t ib_timed_ioctl(int fd, unsigned long request, unsigned long argument,
			const struct ib_registers *registers, long *ret);

#endif
