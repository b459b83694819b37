/* SPDX-License-Identifier: GPL-2.0-only */
/* Which CPU this process runs on, and why it cannot on another. */
#ifndef INITBENCH_PIN_H
#define INITBENCH_PIN_H

/**
 * ib_pin() - keep this process to a CPU
 * @cpu: number, or -1 for the last one allowed
 *
 * Return: the CPU, or -1 after a message with the remedy.
 */
int ib_pin(int cpu);

/**
 * ib_pin_why() - why this process cannot be kept to a CPU
 * @cpu: number of 0 or more, which sched_setaffinity(2) refuses
 *
 * Facts are the kernel's: Documentation/admin-guide/cputopology.rst.
 *
 * Return: words with the remedy, which the caller frees.
 */
char *ib_pin_why(int cpu);

#endif
