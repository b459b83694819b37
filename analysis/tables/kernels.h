/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's INIT over kernel releases, in exact instructions. */
#ifndef INITBENCH_KERNELS_H
#define INITBENCH_KERNELS_H

#include <stdint.h>
#include <stdio.h>

#include "lib/schema/results.h"

/**
 * struct ib_kernel - a kernel on an emulated host
 * @host: emulated machine
 * @release: of the kernel
 * @contains: variant in that release
 * @supported_xcr0: components that its KVM gives to guests, or NULL
 * @clear_mask: components that INIT clears there, or NULL
 * @mask: the same as the mask axis names it
 * @init: instructions of INIT; -1 if not counted, as are the following
 * @putload: of put and load
 * @sipi: of INIT and SIPI by another vCPU's ICR
 * @xstate: of the XSTATE reset: INIT less INIT of the same kernel and host
 *          with those components hidden from the kernel
 */
struct ib_kernel {
	const char *host;
	const char *release;
	const char *contains;
	const char *supported_xcr0;
	const char *clear_mask;
	const char *mask;
	int64_t init;
	int64_t putload;
	int64_t sipi;
	int64_t xstate;
};

/**
 * struct ib_kernels - all of them
 * @kernel: by host, release; of one release what clears nothing first
 * @nr: how many
 */
struct ib_kernels {
	struct ib_kernel *kernel;
	size_t nr;
};

/**
 * ib_kernel_insns() - instructions of an operation of the kernel
 * @run: a run of the kvm lane
 * @variant: "kernel:init", ..
 *
 * Return: exact instructions; -1 if they were not counted.
 */
int64_t ib_kernel_insns(const struct ib_run_rec *run, const char *variant);

/**
 * ib_kernels_read() - what INIT costs in each kernel
 * @results: runs of the kvm lane on emulated hosts are used, the last of each
 *           kernel, host and mask, and no side of a comparison; must outlive what is
 *           returned
 *
 * Return: the kernels; free @kernel.
 */
struct ib_kernels ib_kernels_read(const struct ib_results *results);

/**
 * ib_kernels_print() - a table for each emulated host, a line for each kernel
 * @kernels: kernels
 * @out: where to
 */
void ib_kernels_print(const struct ib_kernels *kernels, FILE *out);

#endif
