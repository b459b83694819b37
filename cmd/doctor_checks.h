/* SPDX-License-Identifier: GPL-2.0-only */
/* What disturbs or limits a measurement on this machine. */
#ifndef INITBENCH_CHECKS_H
#define INITBENCH_CHECKS_H

/**
 * enum ib_severity - what a finding does to a measurement
 * @IB_OK: nothing
 * @IB_NOTE: something that the suite copes with, or cannot see
 * @IB_DISTURBS: figures are noisier or shifted
 * @IB_LIMITS: something cannot be measured, or only by lesser means
 */
enum ib_severity { IB_OK, IB_NOTE, IB_DISTURBS, IB_LIMITS };

/**
 * struct ib_finding - the answer of a check
 * @severity: see there
 * @found: what is so; freed by whoever asked
 * @remedy: what to do about it, or NULL; not freed
 */
struct ib_finding {
	enum ib_severity severity;
	char *found;
	const char *remedy;
};

/**
 * struct ib_check - a thing to look at
 * @name: for text and JSON
 * @probe: looks; @cpu is the CPU to be measured on. Takes 10 ms at most.
 */
struct ib_check {
	const char *name;
	struct ib_finding (*probe)(int cpu);
};

/* An answer; @found of ib_asprintf(). */
static inline struct ib_finding ib_finding(enum ib_severity severity, char *found,
					   const char *remedy)
{
	return (struct ib_finding){ severity, found, remedy };
}

/* The checks of cmd/doctor_process.c: what this process may do here. */
struct ib_finding ib_probe_emulation(int cpu);
struct ib_finding ib_probe_code(int cpu);
struct ib_finding ib_probe_quota(int cpu);

/**
 * ib_cannot_time() - why nothing can be timed here, asked once
 *
 * Return: NULL if RDTSC may be read and code that was placed may be executed.
 */
const char *ib_cannot_time(void);

/** ib_checks - every check, in the order to show them; the last has no name */
extern const struct ib_check ib_checks[];

#endif
