// SPDX-License-Identifier: GPL-2.0-only
#include <cpuid.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/hypervisor.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

#define SIGNATURE	12
#define HYPERVISOR_BIT	(1u << 31)
#define FIRST_LEAF	0x40000000
#define SECOND_LEAF	0x40000100

/* As in Linux' detection of each, and systemd's src/basic/virt.c. */
static const struct {
	const char *signature;
	const char *name;
} signatures[] = {
	{ "KVMKVMKVM", "KVM" },
	{ "Linux KVM Hv", "KVM" },
	{ "TCGTCGTCGTCG", "QEMU TCG" },
	{ "Microsoft Hv", "Hyper-V" },
	{ "VMwareVMware", "VMware" },
	{ "XenVMMXenVMM", "Xen" },
	{ "bhyve bhyve ", "bhyve" },
	{ "VBoxVBoxVBox", "VirtualBox" },
	{ "ACRNACRNACRN", "ACRN" },
	{ "Jailhouse", "Jailhouse" },
	{ "QNXQVMBSQG", "QNX" },
	{ "OpenBSDVMM58", "OpenBSD vmm" },
	{ "___ NVMM ___", "NVMM" },
	{ "HAXMHAXMHAXM", "HAXM" },
	{ "Apple VZ", "Apple VZ" },
};

static const char *known(const char signature[SIGNATURE])
{
	for (size_t i = 0; i < ARRAY_SIZE(signatures); i++)
		if (!strncmp(signature, signatures[i].signature, SIGNATURE))
			return signatures[i].name;
	return NULL;
}

static char *quoted(const char signature[SIGNATURE])
{
	char text[SIGNATURE + 1] = "";

	memcpy(text, signature, SIGNATURE);
	for (char *c = text; *c; c++)
		if (!isprint((unsigned char)*c))
			*c = '?';
	return text[0] ? ib_asprintf("a hypervisor that signs '%s'", text)
		       : ib_asprintf("a hypervisor that gives no name");
}

char *ib_hypervisor_by_signature(const char first[SIGNATURE], const char second[SIGNATURE])
{
	const char *name = known(first), *behind = known(second);

	if (!name)
		return quoted(first);
	if (behind && strcmp(behind, name))
		return ib_asprintf("%s posing as %s", behind, name);
	return ib_asprintf("%s", name);
}

/* Outside the range that __get_cpuid() allows. */
static void read_signature(unsigned int leaf, char signature[SIGNATURE])
{
	unsigned int eax, ebx, ecx, edx;

	__cpuid(leaf, eax, ebx, ecx, edx);
	memcpy(signature, &ebx, 4);
	memcpy(signature + 4, &ecx, 4);
	memcpy(signature + 8, &edx, 4);
}

const char *ib_hypervisor_by_cpuid(void)
{
	unsigned int eax, ebx, ecx = 0, edx;
	char first[SIGNATURE], second[SIGNATURE];
	static char *name;

	if (name || !__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & HYPERVISOR_BIT))
		return name;
	read_signature(FIRST_LEAF, first);
	read_signature(SECOND_LEAF, second);
	name = ib_hypervisor_by_signature(first, second);
	return name;
}
