/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's INIT over kernel releases, in exact instructions. */
#ifndef INITBENCH_KERNELS_H
#define INITBENCH_KERNELS_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/results.h"

/**
 * ib_kernels_print() - a table for each emulated host, a line for each kernel
 * @results: runs of the kvm lane on emulated hosts are used, the last of each
 *           kernel, host and mask
 * @out: where to
 *
 * The XSTATE column is INIT less INIT of the same kernel and host with those
 * components hidden from the kernel; only where both were run.
 *
 * Return: false if there is no such run; then nothing is printed.
 */
bool ib_kernels_print(const struct ib_results *results, FILE *out);

#endif
