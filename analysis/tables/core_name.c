// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/core_name.h"
#include "lib/base/array.h"

/*
 * AMD: Linux, arch/x86/kernel/cpu/amd.c, bsp_init_amd(), the models of X86_FEATURE_ZEN1 to
 * X86_FEATURE_ZEN5. Intel: Linux, arch/x86/include/asm/intel-family.h.
 */
static const struct core {
	const char *vendor;
	unsigned int family;
	unsigned int first;	/* model */
	unsigned int last;
	const char *name;
} cores[] = {
	{ "AuthenticAMD", 0x17, 0x00, 0x2f, "Zen 1" },
	{ "AuthenticAMD", 0x17, 0x30, 0x4f, "Zen 2" },
	{ "AuthenticAMD", 0x17, 0x50, 0x5f, "Zen 1" },
	{ "AuthenticAMD", 0x17, 0x60, 0x7f, "Zen 2" },
	{ "AuthenticAMD", 0x17, 0x90, 0x91, "Zen 2" },
	{ "AuthenticAMD", 0x17, 0xa0, 0xaf, "Zen 2" },
	{ "AuthenticAMD", 0x19, 0x00, 0x0f, "Zen 3" },
	{ "AuthenticAMD", 0x19, 0x10, 0x1f, "Zen 4" },
	{ "AuthenticAMD", 0x19, 0x20, 0x5f, "Zen 3" },
	{ "AuthenticAMD", 0x19, 0x60, 0xaf, "Zen 4" },
	{ "AuthenticAMD", 0x1a, 0x00, 0x2f, "Zen 5" },
	{ "AuthenticAMD", 0x1a, 0x40, 0x4f, "Zen 5" },
	{ "AuthenticAMD", 0x1a, 0x60, 0x7f, "Zen 5" },
	{ "GenuineIntel", 6, 0x3c, 0x3c, "Haswell" },
	{ "GenuineIntel", 6, 0x3d, 0x3d, "Broadwell" },
	{ "GenuineIntel", 6, 0x3f, 0x3f, "Haswell-X" },
	{ "GenuineIntel", 6, 0x4e, 0x4e, "Skylake" },
	{ "GenuineIntel", 6, 0x4f, 0x4f, "Broadwell-X" },
	{ "GenuineIntel", 6, 0x55, 0x55, "Skylake-X" },
	{ "GenuineIntel", 6, 0x56, 0x56, "Broadwell-D" },
	{ "GenuineIntel", 6, 0x5e, 0x5e, "Skylake" },
	{ "GenuineIntel", 6, 0x6a, 0x6a, "Ice Lake-X" },
	{ "GenuineIntel", 6, 0x6c, 0x6c, "Ice Lake-D" },
	{ "GenuineIntel", 6, 0x7d, 0x7e, "Ice Lake" },
	{ "GenuineIntel", 6, 0x8c, 0x8d, "Tiger Lake" },
	{ "GenuineIntel", 6, 0x8e, 0x8e, "Kaby Lake" },
	{ "GenuineIntel", 6, 0x8f, 0x8f, "Sapphire Rapids" },
	{ "GenuineIntel", 6, 0x97, 0x97, "Alder Lake" },
	{ "GenuineIntel", 6, 0x9a, 0x9a, "Alder Lake" },
	{ "GenuineIntel", 6, 0x9e, 0x9e, "Kaby Lake" },
	{ "GenuineIntel", 6, 0xa5, 0xa6, "Comet Lake" },
	{ "GenuineIntel", 6, 0xa7, 0xa7, "Rocket Lake" },
	{ "GenuineIntel", 6, 0xaa, 0xaa, "Meteor Lake" },
	{ "GenuineIntel", 6, 0xac, 0xac, "Meteor Lake" },
	{ "GenuineIntel", 6, 0xad, 0xae, "Granite Rapids" },
	{ "GenuineIntel", 6, 0xaf, 0xaf, "Sierra Forest" },
	{ "GenuineIntel", 6, 0xb7, 0xb7, "Raptor Lake" },
	{ "GenuineIntel", 6, 0xba, 0xba, "Raptor Lake" },
	{ "GenuineIntel", 6, 0xbd, 0xbd, "Lunar Lake" },
	{ "GenuineIntel", 6, 0xbf, 0xbf, "Raptor Lake" },
	{ "GenuineIntel", 6, 0xc5, 0xc6, "Arrow Lake" },
	{ "GenuineIntel", 6, 0xcf, 0xcf, "Emerald Rapids" },
};

static bool is_core(const struct core *c, const char *vendor, unsigned long family,
		    unsigned long model)
{
	return !strcmp(c->vendor, vendor) && c->family == family && c->first <= model &&
	       model <= c->last;
}

const char *ib_core_name(const struct ib_run_rec *run)
{
	const char *vendor = ib_field(run->record, "cpu/vendor");
	const char *family = ib_field(run->record, "cpu/family");
	const char *model = ib_field(run->record, "cpu/model");

	for (size_t i = 0; vendor && family && model && i < ARRAY_SIZE(cores); i++)
		if (is_core(&cores[i], vendor, strtoul(family, NULL, 10), strtoul(model, NULL, 10)))
			return cores[i].name;
	return NULL;
}
