/* SPDX-License-Identifier: GPL-2.0-only */
/* The two witnesses of a hypervisor, as records have them, in words. */
#ifndef INITBENCH_HYPERVISOR_WORDS_H
#define INITBENCH_HYPERVISOR_WORDS_H

/**
 * ib_hypervisor_by_clock() - whose paravirtual clock the kernel has
 * @clocksources: of the kernel, separated by blanks; may be NULL
 *
 * The kernel has such a clock only where it found that hypervisor at boot.
 *
 * Return: NULL if there is none: that says nothing.
 */
const char *ib_hypervisor_by_clock(const char *clocksources);

/**
 * ib_hypervisor_words() - both witnesses in words that go with "guest of"
 * @by_cpuid: NULL if CPUID names none
 * @by_clock: NULL if the kernel's clock names none
 *
 * Return: to be freed; NULL if both are silent.
 */
char *ib_hypervisor_words(const char *by_cpuid, const char *by_clock);

#endif
