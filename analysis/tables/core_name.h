/* SPDX-License-Identifier: GPL-2.0-only */
/* The name of a CPU's core, by which a reader knows it. */
#ifndef INITBENCH_CORE_NAME_H
#define INITBENCH_CORE_NAME_H

#include "lib/schema/results.h"

/**
 * ib_core_name() - the microarchitecture that a run's CPUID tells
 * @run: run
 *
 * Return: "Zen 4", "Ice Lake"; NULL if the table does not know family and model.
 */
const char *ib_core_name(const struct ib_run_rec *run);

#endif
