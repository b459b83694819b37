// SPDX-License-Identifier: GPL-2.0-only
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>

#include "bench/err.h"
#include "bench/kvm_facts.h"
#include "bench/kvm_vm.h"
#include "variants/variant.h"

#define CPUID_XSTATE	0xd

/*
 * Mainline's history of kvm_vcpu_reset(), newest first. CET reached guests and
 * the mask came in 6.18's merge window (DESIGN of both: the thread that started
 * this project); "Unload FPU state on INIT if and only if it's currently
 * in-use" was posted on 30 October 2025, after 6.18-rc3, and is in 6.18. Which
 * candidate brought it is not known here: all candidates count as without.
 */
static const struct {
	unsigned int major, minor;
	bool candidate;
	const char *contains;
	uint64_t clears;
} history[] = {
	{ 6, 19, true, "u64-mask-in-use", XFEATURE_MASK_MPX | XFEATURE_MASK_CET },
	{ 6, 18, false, "u64-mask-in-use", XFEATURE_MASK_MPX | XFEATURE_MASK_CET },
	{ 6, 18, true, "u64-mask", XFEATURE_MASK_MPX | XFEATURE_MASK_CET },
	{ 0, 0, true, "unrolled", XFEATURE_MASK_MPX },
};

const char *ib_kvm_contains(const char *release, uint64_t *clears)
{
	bool candidate = strstr(release, "-rc");
	unsigned int major, minor;

	if (sscanf(release, "%u.%u", &major, &minor) != 2)
		return NULL;
	for (size_t i = 0; i < sizeof(history) / sizeof(history[0]); i++) {
		if (major < history[i].major ||
		    (major == history[i].major && minor < history[i].minor))
			continue;
		if (major == history[i].major && minor == history[i].minor && candidate &&
		    !history[i].candidate)
			continue;
		*clears = history[i].clears;
		return history[i].contains;
	}
	return NULL;
}

uint64_t ib_kvm_mask(const struct ib_kvm_facts *facts, uint64_t clears)
{
	uint64_t mask = (facts->supported_xcr0 | facts->supported_xss) & clears;

	/* kvm_mpx_supported(): both or none. */
	if (clears == XFEATURE_MASK_MPX && mask != XFEATURE_MASK_MPX)
		return 0;
	return mask;
}

const char *ib_kvm_oops(const char *contains, const struct ib_kvm_facts *facts)
{
	bool mpx = (facts->supported_xcr0 & XFEATURE_MASK_MPX) == XFEATURE_MASK_MPX;

	if (strcmp(contains, "u64-mask") || mpx || !(facts->supported_xss & XFEATURE_MASK_CET))
		return NULL;
	return "an INIT taken inside KVM_GET_MP_STATE oopses this kernel (CET without MPX, before the in-use fix of 6.18); initbench never does that, another VMM may: update the kernel";
}

static int ask(struct ib_kvm_facts *facts)
{
	const uint32_t nr = 256;
	struct kvm_cpuid2 *cpuid = ib_calloc(1, sizeof(*cpuid) + nr * sizeof(cpuid->entries[0]));
	int device = ib_kvm_device();

	cpuid->nent = nr;
	if (device < 0 || ioctl(device, KVM_GET_SUPPORTED_CPUID, cpuid)) {
		free(cpuid);
		return device < 0 ? -1 : ib_kvm_fail("KVM_GET_SUPPORTED_CPUID: %m");
	}
	for (uint32_t i = 0; i < cpuid->nent; i++) {
		const struct kvm_cpuid_entry2 *e = &cpuid->entries[i];

		if (e->function != CPUID_XSTATE)
			continue;
		if (e->index == 0)
			facts->supported_xcr0 = e->eax | (uint64_t)e->edx << 32;
		if (e->index == 1)
			facts->supported_xss = e->ecx | (uint64_t)e->edx << 32;
	}
	free(cpuid);
	return 0;
}

int ib_kvm_facts(struct ib_kvm_facts *facts)
{
	struct utsname name;
	uint64_t clears;

	memset(facts, 0, sizeof(*facts));
	if (ask(facts))
		return -1;
	uname(&name);
	snprintf(facts->release, sizeof(facts->release), "%s", name.release);
	facts->contains = ib_kvm_contains(facts->release, &clears);
	if (!facts->contains)
		return ib_kvm_fail("cannot read the kernel's release '%s'", facts->release);
	facts->clear_mask = ib_kvm_mask(facts, clears);
	facts->danger = ib_kvm_oops(facts->contains, facts);
	return 0;
}

static void add_hex(struct json_object *to, const char *name, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%llx", (unsigned long long)value);
	json_object_object_add(to, name, json_object_new_string(text));
}

struct json_object *ib_kvm_facts_json(const struct ib_kvm_facts *facts)
{
	struct json_object *o = json_object_new_object();

	add_hex(o, "supported_xcr0", facts->supported_xcr0);
	add_hex(o, "supported_xss", facts->supported_xss);
	add_hex(o, "clear_mask", facts->clear_mask);
	json_object_object_add(o, "contains", json_object_new_string(facts->contains));
	if (facts->danger)
		json_object_object_add(o, "danger", json_object_new_string(facts->danger));
	return o;
}
