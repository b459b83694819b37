/* SPDX-License-Identifier: GPL-2.0-only */
/* Which hypervisor there is, by CPUID; lib/schema/hypervisor_words.h has the other witness. */
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

#endif
