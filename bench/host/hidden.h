/* SPDX-License-Identifier: GPL-2.0-only */
/* Features of the CPU that are left alone as if it lacked them. */
#ifndef INITBENCH_HIDDEN_H
#define INITBENCH_HIDDEN_H

#include <stdbool.h>

/**
 * ib_hidden() - whether a feature is to be left alone though CPUID has it
 * @feature: as /proc/cpuinfo calls it, such as "xgetbv1" or "xsavec"
 *
 * INITBENCH_HIDE holds a comma-separated list of them, as clearcpuid= on the
 * kernel's command line does: an older CPU's way, measured on a newer one.
 */
bool ib_hidden(const char *feature);

#endif
