/* SPDX-License-Identifier: GPL-2.0-only */
/* What CPUID and XCR0 say of the CPU this thread runs on. */
#ifndef INITBENCH_CPU_H
#define INITBENCH_CPU_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct ib_cpu - facts from CPUID (SDM vol. 2, CPUID; AMD APM vol. 3, app. E)
 * @vendor: leaf 0, such as "GenuineIntel"
 * @name: leaves 80000002H to 80000004H, without blanks at its ends; may be empty
 * @family: leaf 1, with the extended family
 * @model: leaf 1, with the extended model
 * @stepping: leaf 1
 * @hypervisor: ib_hypervisor_by_cpuid()
 * @invariant_tsc: 80000007H:EDX[8]
 * @xcr0: XGETBV(0), 0 without OSXSAVE
 * @xsave_size: bytes of a standard image of all of @xcr0, (0DH,0):EBX
 * @xsavec: (0DH,1):EAX[1]
 * @xgetbv1: (0DH,1):EAX[2]: XINUSE can be read
 * @xsaves: (0DH,1):EAX[3]; it says nothing on what the kernel enables
 * @avx512: foundation, and @xcr0 enables its three components
 * @amx: tiles, and @xcr0 enables its two components
 */
struct ib_cpu {
	char vendor[13];
	char name[49];
	unsigned int family, model, stepping;
	const char *hypervisor;
	bool invariant_tsc;
	uint64_t xcr0;
	uint32_t xsave_size;
	bool xsavec, xgetbv1, xsaves, avx512, amx;
};

/**
 * ib_cpu() - the facts, asked once
 */
const struct ib_cpu *ib_cpu(void);

/**
 * ib_core_type_by_cpuid() - which kind of core this thread is on
 *
 * Return: by leaf 1AH of hybrid CPUs "core" or "atom", else NULL.
 */
const char *ib_core_type_by_cpuid(void);

/**
 * ib_cpu_id() - the name of this CPU's folder below results/
 *
 * Return: vendor-family-model-stepping, such as "AuthenticAMD-26-2-1".
 */
const char *ib_cpu_id(void);

#endif
