// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/nearest.h"
#include "lib/schema/axes.h"
#include "lib/base/xfeature.h"

#define AVX512	(BIT_ULL(XFEATURE_OPMASK) | BIT_ULL(XFEATURE_ZMM_Hi256) |	\
		 BIT_ULL(XFEATURE_Hi16_ZMM))
#define AMX	(BIT_ULL(XFEATURE_XTILE_CFG) | BIT_ULL(XFEATURE_XTILE_DATA))
#define SSE	BIT_ULL(XFEATURE_SSE)
#define AVX	(SSE | BIT_ULL(XFEATURE_YMM))

const struct ib_value ib_events[IB_EVENTS] = {
	[IB_INIT]	= { "init", 0, "a vCPU receives INIT: its state may be live" },
	[IB_RESET]	= { "reset", 0, "a vCPU is created: its state is zero and not live" },
};

const struct ib_value ib_fpus[IB_FPUS] = {
	[IB_FPU_NONE]		= { "none", 0, "the state is in memory: the clear alone" },
	[IB_FPU_PUTLOAD]	= { "putload", 0, "the state is live: put, clear, load" },
};

const struct ib_value ib_contents[IB_CONTENTS] = {
	[IB_CONTENT_INIT]	= { "init", 0, "all components in their INIT state" },
	[IB_CONTENT_SSE]	= { "sse", SSE, "XMM registers in use" },
	[IB_CONTENT_AVX]	= { "avx", AVX, "and the upper halves of YMM" },
	[IB_CONTENT_AVX512]	= { "avx512", AVX | AVX512, "and opmask, ZMM" },
	[IB_CONTENT_AMX]	= { "amx", AVX | AVX512 | AMX, "and the tiles" },
	[IB_CONTENT_ONLY]	= { "only:ymm", BIT_ULL(XFEATURE_YMM), "nothing else in use" },
	{ "only:opmask", BIT_ULL(XFEATURE_OPMASK), "nothing else in use" },
	{ "only:zmm_hi256", BIT_ULL(XFEATURE_ZMM_Hi256), "nothing else in use" },
	{ "only:hi16_zmm", BIT_ULL(XFEATURE_Hi16_ZMM), "nothing else in use" },
	{ "only:amx", AMX, "nothing else in use" },
};

/*
 * get_xsave_addr() returns NULL for a component whose XSTATE_BV bit is clear, so that
 * fpstate_clear_xstate_component() zeroes nothing (arch/x86/kernel/fpu/xstate.c, 6.1 to 7.2).
 */
const struct ib_value ib_uses[IB_USES] = {
	[IB_USED] = { "used", 0, "the mask's components are in use: there are bytes to zero" },
	[IB_REST] = { "rest", 0, "they are in their INIT state, as at an AP's first INIT" },
};

const struct ib_value ib_temps[IB_TEMPS] = {
	[IB_WARM]	= { "warm", 0, "code and data in the caches, branches predicted" },
	[IB_COLD_DATA]	= { "cold-data", 0,
			    "the images and tables evicted by CLFLUSHOPT: single shots" },
	[IB_COLD_CODE]	= { "cold-code", 0,
			    "code evicted, then a branch storm: single shots" },
	[IB_COLD]	= { "cold", 0, "both: what a guest's boot pays" },
	[IB_WALKED_DATA] = { "walked-data", 0,
			     "a check on cold-data: evicted from L2 by walking a buffer" },
};

/*
 * Where the guest's and the host's fpstate begin. The kernel's begin a page, its
 * image 64 bytes on. Nothing but a multiple of 64 is legal.
 */
const struct ib_value ib_places[IB_PLACES] = {
	[IB_PLACE_PAGE]		= { "page", 0, "the fpstate begins a page, as the kernel's" },
	[IB_PLACE_64]		= { "+64", 0, "bytes behind a page's start" },
	[IB_PLACE_192]		= { "+192", 0, "bytes behind a page's start" },
	[IB_PLACE_512]		= { "+512", 0, "bytes behind a page's start" },
	[IB_PLACE_1024]		= { "+1024", 0, "bytes behind a page's start" },
	[IB_PLACE_2048]		= { "+2048", 0, "the same; an image with AVX-512 crosses a page" },
	[IB_PLACE_CROSS]	= { "cross", 0, "the mask's first component crosses a page" },
};

uint32_t ib_place_bytes(enum ib_place place)
{
	static const uint16_t bytes[IB_PLACES] = {
		[IB_PLACE_64] = 64, [IB_PLACE_192] = 192, [IB_PLACE_512] = 512,
		[IB_PLACE_1024] = 1024, [IB_PLACE_2048] = 2048,
	};

	return bytes[place];
}

#define NAMED_MASK(...)	{ __VA_ARGS__ },
struct ib_value ib_masks[IB_MASKS] = { IB_NAMED_MASK_LIST(NAMED_MASK) };

_Static_assert(IB_MASKS <= 64, "a set of values is 64 bits");

/*
 * The synthetic masks: n:k names the first k of these. The four of INIT come
 * first, then the others from small to large, so that the slope is the
 * strategy's before it is memset()'s. PT (8) and HWP (16) are left out: their
 * numbers equal the masks of BNDREGS and BNDCSR, which the posted bug takes
 * for numbers. LBR (its size varies) and AMX tile data (8 KiB) would hide the rest.
 */
static const uint8_t by_size[IB_MAX_COMPONENTS] = {
	XFEATURE_BNDREGS, XFEATURE_BNDCSR, XFEATURE_CET_USER, XFEATURE_CET_KERNEL,
	XFEATURE_HDC, XFEATURE_PASID, XFEATURE_PKRU, XFEATURE_UINTR, XFEATURE_OPMASK,
	XFEATURE_XTILE_CFG, XFEATURE_APX, XFEATURE_YMM, XFEATURE_ZMM_Hi256, XFEATURE_Hi16_ZMM,
};

#define SINGLE_MASK(...)	{ __VA_ARGS__ },
static const struct {
	const char *name;
	uint8_t component;
} singles[] = { IB_SINGLE_MASK_LIST(SINGLE_MASK) };

static __attribute__((constructor)) void name_synthetic_masks(void)
{
	static char names[IB_MAX_COMPONENTS + 1][8];
	uint64_t components = 0;

	for (int n = 0; n <= IB_MAX_COMPONENTS; n++) {
		snprintf(names[n], sizeof(names[n]), "n:%d", n);
		ib_masks[IB_NAMED_MASKS + n] =
			(struct ib_value){ names[n], components, "the first n of a fixed order" };
		if (n < IB_MAX_COMPONENTS)
			components |= BIT_ULL(by_size[n]);
	}
	for (int i = 0; i < IB_SINGLE_MASKS; i++)
		ib_masks[IB_FIRST_SINGLE + i] = (struct ib_value){
			singles[i].name, BIT_ULL(singles[i].component), "one component",
		};
}

static const struct ib_axis axes[IB_AXES] = {
	[IB_AXIS_EVENT]		= { "event", ib_events, IB_EVENTS },
	[IB_AXIS_FPU]		= { "fpu", ib_fpus, IB_FPUS },
	[IB_AXIS_MASK]		= { "mask", ib_masks, IB_MASKS },
	[IB_AXIS_CONTENT]	= { "content", ib_contents, IB_CONTENTS },
	[IB_AXIS_USE]		= { "use", ib_uses, IB_USES },
	[IB_AXIS_TEMP]		= { "temp", ib_temps, IB_TEMPS },
	[IB_AXIS_PLACE]		= { "place", ib_places, IB_PLACES },
};

const struct ib_axis *ib_axis(enum ib_axis_id id)
{
	return &axes[id];
}

size_t ib_axis_find(enum ib_axis_id id, const char *name)
{
	size_t i = 0;

	while (i < axes[id].nr && strcmp(axes[id].values[i].name, name))
		i++;
	return i;
}

static int unknown_value(const struct ib_axis *axis, const char *word)
{
	const char **names = ib_calloc(axis->nr, sizeof(*names));

	for (size_t i = 0; i < axis->nr; i++)
		names[i] = axis->values[i].name;
	ib_error("unknown %s '%s'; did you mean '%s'? 'initbench list' shows all",
		 axis->name, word, ib_nearest(word, names, axis->nr));
	free(names);
	return -1;
}

int ib_axis_parse(enum ib_axis_id id, const char *list, uint64_t *set)
{
	const struct ib_axis *axis = &axes[id];
	char *copy = ib_asprintf("%s", list), *rest = copy, *word;
	int ret = 0;

	*set = 0;
	while (!ret && (word = strsep(&rest, ","))) {
		size_t i = ib_axis_find(id, word);

		if (i == axis->nr)
			ret = unknown_value(axis, word);
		else
			*set |= 1ULL << i;
	}
	free(copy);
	return ret;
}

uint64_t ib_supervisor_components(uint64_t components)
{
	/* SDM vol. 1, 13.3: state components 8 and 10 to 16 are supervisor ones. */
	return components & (BIT_ULL(XFEATURE_PT) | BIT_ULL(XFEATURE_PASID) |
			     BIT_ULL(XFEATURE_CET_USER) | BIT_ULL(XFEATURE_CET_KERNEL) |
			     BIT_ULL(XFEATURE_HDC) | BIT_ULL(XFEATURE_UINTR) |
			     BIT_ULL(XFEATURE_LBR) | BIT_ULL(XFEATURE_HWP));
}
