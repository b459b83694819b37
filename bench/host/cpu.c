// SPDX-License-Identifier: GPL-2.0-only
#include <cpuid.h>
#include <string.h>

#include "bench/host/cpu.h"
#include "bench/host/hidden.h"
#include "bench/host/hypervisor.h"
#include "lib/base/err.h"

#define BIT(n)		(1u << (n))
#define XCR0_AVX512	(7u << 5)
#define XCR0_AMX	(3u << 17)

struct regs {
	uint32_t eax, ebx, ecx, edx;
};

/* Zeroes for leaves the CPU does not have. */
static struct regs cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct regs r = {};

	__get_cpuid_count(leaf, subleaf, &r.eax, &r.ebx, &r.ecx, &r.edx);
	return r;
}

static void identify(struct ib_cpu *c)
{
	struct regs r = cpuid(0, 0);

	memcpy(c->vendor, &r.ebx, 4);
	memcpy(c->vendor + 4, &r.edx, 4);
	memcpy(c->vendor + 8, &r.ecx, 4);
	r = cpuid(1, 0);
	c->stepping = r.eax & 0xf;
	c->model = (r.eax >> 4 & 0xf) | (r.eax >> 12 & 0xf0);
	c->family = r.eax >> 8 & 0xf;
	if (c->family == 0xf)
		c->family += r.eax >> 20 & 0xff;
	else if (c->family != 6)
		c->model &= 0xf;
}

static void read_name(struct ib_cpu *c)
{
	char name[49] = "", *from = name;

	for (uint32_t i = 0; i < 3; i++) {
		struct regs r = cpuid(0x80000002 + i, 0);

		memcpy(name + sizeof(r) * i, &r, sizeof(r));
	}
	while (*from == ' ')
		from++;
	for (size_t n = strlen(from); n && from[n - 1] == ' '; n--)
		from[n - 1] = '\0';
	memcpy(c->name, from, strlen(from) + 1);
}

const char *ib_core_type_by_cpuid(void)
{
	uint32_t type = cpuid(7, 0).edx & BIT(15) ? cpuid(0x1a, 0).eax >> 24 : 0;

	return type == 0x20 ? "atom" : type == 0x40 ? "core" : NULL;
}

static void read_xsave(struct ib_cpu *c)
{
	uint32_t low, high;
	struct regs r;

	/* OSXSAVE: without it XGETBV is an invalid opcode. */
	if (!(cpuid(1, 0).ecx & BIT(27)))
		return;
	asm volatile("xgetbv" : "=a" (low), "=d" (high) : "c" (0));
	c->xcr0 = low | (uint64_t)high << 32;
	c->xsave_size = cpuid(0xd, 0).ebx;
	r = cpuid(0xd, 1);
	c->xsavec = r.eax & BIT(1) && !ib_hidden("xsavec");
	c->xgetbv1 = r.eax & BIT(2) && !ib_hidden("xgetbv1");
	c->xsaves = r.eax & BIT(3);
	r = cpuid(7, 0);
	c->avx512 = r.ebx & BIT(16) && (c->xcr0 & XCR0_AVX512) == XCR0_AVX512;
	c->amx = r.edx & BIT(24) && (c->xcr0 & XCR0_AMX) == XCR0_AMX;
}

const struct ib_cpu *ib_cpu(void)
{
	static struct ib_cpu c;

	if (!c.vendor[0]) {
		identify(&c);
		read_name(&c);
		read_xsave(&c);
		c.hypervisor = ib_hypervisor_by_cpuid();
		c.invariant_tsc = cpuid(0x80000007, 0).edx & BIT(8);
	}
	return &c;
}

const char *ib_cpu_id(void)
{
	const struct ib_cpu *c = ib_cpu();
	static char *id;

	if (!id)
		id = ib_asprintf("%s-%u-%u-%u", c->vendor, c->family, c->model, c->stepping);
	return id;
}
