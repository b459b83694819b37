/* SPDX-License-Identifier: GPL-2.0-only */
/* Sets of CPUs, as large as this kernel's: cpu_set_t ends at 1,024. */
#ifndef INITBENCH_CPUS_H
#define INITBENCH_CPUS_H

#include <pthread.h>
#include <stdbool.h>

struct ib_cpus;

/**
 * ib_cpus_allowed() - the CPUs that this thread may run on
 *
 * Return: a set, freed by ib_cpus_free(); ends the process after a message where
 * the kernel does not tell (sched_getaffinity(2) is filtered).
 */
struct ib_cpus *ib_cpus_allowed(void);

/**
 * ib_cpus_listed() - the CPUs of a list in a file
 * @path: of the file, as ib_sysfile() takes it; "0-3,8", as cpulist_parse() in the
 *        kernel's lib/bitmap.c reads it
 *
 * Return: a set, freed by ib_cpus_free(); NULL without the file, or if it is empty
 * or no list.
 */
struct ib_cpus *ib_cpus_listed(const char *path);

void ib_cpus_free(struct ib_cpus *cpus);

/**
 * ib_cpus_has() - whether a CPU is in a set
 * @cpus: the set; NULL is empty
 * @cpu: any number
 */
bool ib_cpus_has(const struct ib_cpus *cpus, int cpu);

/**
 * ib_cpus_next() - the next of a set
 * @cpus: the set; NULL is empty
 * @cpu: the last one, or -1
 *
 * Return: the lowest member above @cpu, or -1.
 */
int ib_cpus_next(const struct ib_cpus *cpus, int cpu);

/**
 * ib_cpus_count() - how many a set has
 * @cpus: the set; NULL is empty
 */
unsigned int ib_cpus_count(const struct ib_cpus *cpus);

/**
 * ib_cpus_stay() - have this thread run on one CPU
 * @cpu: 0 or more
 *
 * Return: 0, or -1 with errno set.
 */
int ib_cpus_stay(int cpu);

/**
 * ib_cpus_return() - have this thread run where it might before
 * @cpus: as ib_cpus_allowed() returned it
 */
void ib_cpus_return(const struct ib_cpus *cpus);

/**
 * ib_cpus_start() - have a thread start on one CPU
 * @attributes: of the thread
 * @cpu: 0 or more
 *
 * Return: 0 or an error number.
 */
int ib_cpus_start(pthread_attr_t *attributes, int cpu);

#endif
