/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a result comes from: the facts of a run record. */
#ifndef INITBENCH_PROVENANCE_H
#define INITBENCH_PROVENANCE_H

#include <json-c/json.h>

/**
 * ib_provenance() - facts of the suite, the CPU, the kernel and its settings
 * @cpu: the CPU measured on, by the kernel's number; call it pinned there, or
 *       on a hybrid machine the facts may be another core's
 *
 * What is not known is null. No host names, no serial numbers: of texts only what
 * lib/schema/plain.h lets pass.
 * Takes about 30 ms, which the clock's step and frequency need.
 *
 * Return: an object with the members suite, clock, cpu, hypervisor, kernel,
 * power and clocksource of a run record; clock has unit "tick".
 */
struct json_object *ib_provenance(int cpu);

#endif
