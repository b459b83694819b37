// SPDX-License-Identifier: GPL-2.0-only
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>

#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/xfeature.h"

#define CPUID_XSTATE	0xd

/* No release candidate: after all of them. */
#define RELEASED	999

/**
 * struct version - of a kernel
 * @major: 6 in 6.18-rc5
 * @minor: 18
 * @rc: 5, or RELEASED
 */
struct version {
	unsigned int major, minor, rc;
};

/*
 * Mainline's history of kvm_vcpu_reset(), newest first. CET reached guests and
 * the mask came in 6.18's merge window. "Unload FPU state on INIT if and only
 * if its currently in-use" (8819a49f9ff8) came with the pull request "KVM fixes
 * for Linux 6.18-rc5^H6" of 10 November 2025, the day after 6.18-rc5.
 */
static const struct {
	struct version since;
	const char *contains;
} history[] = {
	{ { 6, 18, 6 }, "u64-mask-in-use" },
	{ { 6, 18, 1 }, "u64-mask" },
	{ { 0, 0, 0 }, "unrolled" },
};

/* As uname -r has it; Debian writes 6.18~rc5. */
static bool parse_version(const char *release, struct version *v)
{
	const char *rc = strstr(release, "rc");

	if (sscanf(release, "%u.%u", &v->major, &v->minor) != 2)
		return false;
	if (!rc || rc == release || !strchr("-~", rc[-1]) || sscanf(rc, "rc%u", &v->rc) != 1)
		v->rc = RELEASED;
	return true;
}

static bool is_before(const struct version *a, const struct version *b)
{
	if (a->major != b->major)
		return a->major < b->major;
	if (a->minor != b->minor)
		return a->minor < b->minor;
	return a->rc < b->rc;
}

const char *ib_kvm_contains(const char *release)
{
	struct version v;
	size_t i = 0;

	if (!parse_version(release, &v))
		return NULL;
	while (is_before(&v, &history[i].since))
		i++;
	return history[i].contains;
}

uint64_t ib_kvm_mask(const struct ib_kvm_facts *facts)
{
	return (facts->supported_xcr0 | facts->supported_xss) &
	       (XFEATURE_MASK_MPX | XFEATURE_MASK_CET);
}

bool ib_kvm_in_danger(const char *contains)
{
	return !strcmp(contains, "u64-mask");
}

const char *ib_kvm_oops(const char *contains, const struct ib_kvm_facts *facts)
{
	bool mpx = (facts->supported_xcr0 & XFEATURE_MASK_MPX) == XFEATURE_MASK_MPX;

	if (!ib_kvm_in_danger(contains) || mpx || !(facts->supported_xss & XFEATURE_MASK_CET))
		return NULL;
	return "an INIT taken inside KVM_GET_MP_STATE oopses this kernel (CET without MPX, "
	       "before the in-use fix of 6.18-rc6); initbench never does that, another VMM "
	       "may: update the kernel";
}

int ib_kvm_supported(struct ib_kvm_facts *facts)
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

	memset(facts, 0, sizeof(*facts));
	if (ib_kvm_supported(facts))
		return -1;
	uname(&name);
	snprintf(facts->release, sizeof(facts->release), "%s", name.release);
	facts->contains = ib_kvm_contains(facts->release);
	if (!facts->contains)
		return ib_kvm_fail("cannot read the kernel's release '%s'", facts->release);
	facts->clear_mask = ib_kvm_mask(facts);
	facts->danger = ib_kvm_oops(facts->contains, facts);
	return 0;
}

static void add_hex(struct json_object *to, const char *name, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%llx", (unsigned long long)value);
	ib_json_add_string(to, name, text);
}

struct json_object *ib_kvm_facts_json(const struct ib_kvm_facts *facts)
{
	struct json_object *o = json_object_new_object();

	add_hex(o, "supported_xcr0", facts->supported_xcr0);
	add_hex(o, "supported_xss", facts->supported_xss);
	add_hex(o, "clear_mask", facts->clear_mask);
	ib_json_add_string(o, "contains", facts->contains);
	if (facts->danger)
		ib_json_add_string(o, "danger", facts->danger);
	return o;
}
