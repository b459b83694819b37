/* SPDX-License-Identifier: GPL-2.0-only */
/* Which CPU this process runs on, and why it cannot on another. */
#ifndef INITBENCH_PIN_H
#define INITBENCH_PIN_H

/**
 * ib_pin_default() - the CPU that is measured on unless the user names one
 *
 * Of a hybrid CPU's it is a performance core. An isolated one (isolcpus=, a cpuset
 * partition) comes first: it is not in this process' set, so it counts unless that
 * set was narrowed to less than all others (taskset). Else it is the last one that
 * this process may use, since CPU 0 serves most interrupts.
 *
 * Return: its number.
 */
int ib_pin_default(void);

/**
 * ib_pin() - keep this process to a CPU
 * @cpu: number, or -1 for ib_pin_default()
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

/**
 * ib_pin_lost() - whether this thread is still kept to a CPU
 * @cpu: as ib_pin() returned it
 *
 * Return: NULL, or why what was just measured must not be used: somebody changed the
 * affinity (taskset -p, a cpuset), or the CPU was unplugged, upon which the kernel
 * lets the thread run on all others (select_fallback_rq() in kernel/sched/core.c).
 */
const char *ib_pin_lost(int cpu);

/**
 * ib_core_type() - which of a hybrid CPU's kinds of core a CPU is
 * @cpu: number
 *
 * By the PMUs that the kernel has for each kind, /sys/devices/cpu_core/cpus and
 * so on (Documentation/admin-guide/perf/intel-hybrid.rst); where there is none, by
 * CPUID leaf 1AH of the CPU that this thread runs on.
 *
 * Return: "core" (performance), "atom" (efficient), "lowpower", or NULL.
 */
const char *ib_core_type(int cpu);

#endif
