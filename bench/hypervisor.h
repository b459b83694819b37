/* SPDX-License-Identifier: GPL-2.0-only */
/* Which hypervisor there is, by the two witnesses that user space has. */
#ifndef INITBENCH_HYPERVISOR_H
#define INITBENCH_HYPERVISOR_H

/**
 * ib_hypervisor_by_signature() - the usual name of a hypervisor
 * @first: the 12 bytes of CPUID 40000000H:EBX,ECX,EDX
 * @second: those of 40000100H, where a hypervisor that offers another one's
 *          interface at 40000000H has its own (QEMU's hv-* flags, Xen's viridian)
 *
 * Return: to be freed. A signature that is not in the table is quoted, with a
 * question mark for what is not printable.
 */
char *ib_hypervisor_by_signature(const char first[12], const char second[12]);

/**
 * ib_hypervisor_by_cpuid() - what CPUID calls the hypervisor, asked once
 *
 * Where the guest's user space runs CPUID without a trap, this is what lies
 * below the guest's own hypervisor.
 *
 * Return: NULL without the hypervisor bit, 1:ECX[31].
 */
const char *ib_hypervisor_by_cpuid(void);

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
