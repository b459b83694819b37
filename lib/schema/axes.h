/* SPDX-License-Identifier: GPL-2.0-only */
/* The axes of a row, their values and the values' names: declared here only. */
#ifndef INITBENCH_AXES_H
#define INITBENCH_AXES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ib_event { IB_INIT, IB_RESET, IB_EVENTS };
enum ib_fpu { IB_FPU_NONE, IB_FPU_PUTLOAD, IB_FPUS };
enum ib_content_id { IB_CONTENT_INIT, IB_CONTENT_SSE, IB_CONTENT_AVX, IB_CONTENT_AVX512,
		     IB_CONTENT_AMX, IB_NAMED_CONTENTS, IB_CONTENT_ONLY = IB_NAMED_CONTENTS,
		     IB_CONTENTS = IB_CONTENT_ONLY + 5 };
enum ib_place { IB_PLACE_PAGE, IB_PLACE_64, IB_PLACE_192, IB_PLACE_512, IB_PLACE_1024,
		IB_PLACE_2048, IB_PLACE_CROSS, IB_PLACES };
enum ib_use { IB_USED, IB_REST, IB_USES };
enum ib_temp { IB_WARM, IB_COLD_DATA, IB_COLD_CODE, IB_COLD, IB_WALKED_DATA,
	       IB_TEMPS };

/**
 * struct ib_value - a named value of an axis
 * @name: on the command line and in results
 * @components: the XSTATE components it stands for (masks and contents)
 * @what: one line for `initbench list`
 */
struct ib_value {
	const char *name;
	uint64_t components;
	const char *what;
};

extern const struct ib_value ib_events[IB_EVENTS];
extern const struct ib_value ib_fpus[IB_FPUS];
extern const struct ib_value ib_contents[IB_CONTENTS];
extern const struct ib_value ib_uses[IB_USES];
extern const struct ib_value ib_temps[IB_TEMPS];
extern const struct ib_value ib_places[IB_PLACES];

/*
 * Masks: the named ones, n:0 to n:IB_MAX_COMPONENTS, then single components, whose
 * cost against their size, from 8 bytes to 8 KiB, is a question of its own. A line a
 * mask: how many there are, their order and all that shows them follow from here.
 */
#define IB_NAMED_MASK_LIST(MASK)							\
	MASK("none", 0, "nothing to clear: the early return")				\
	MASK("mpx", XFEATURE_MASK_MPX, "BNDREGS, BNDCSR")				\
	MASK("cet", XFEATURE_MASK_CET, "CET user, CET kernel")				\
	MASK("mpx+cet", XFEATURE_MASK_MPX | XFEATURE_MASK_CET, "all that INIT clears")

#define IB_SINGLE_MASK_LIST(MASK)							\
	MASK("c:hdc", XFEATURE_HDC)							\
	MASK("c:pasid", XFEATURE_PASID)							\
	MASK("c:pkru", XFEATURE_PKRU)							\
	MASK("c:cet_user", XFEATURE_CET_USER)						\
	MASK("c:cet_kernel", XFEATURE_CET_KERNEL)					\
	MASK("c:uintr", XFEATURE_UINTR)							\
	MASK("c:bndregs", XFEATURE_BNDREGS)						\
	MASK("c:bndcsr", XFEATURE_BNDCSR)						\
	MASK("c:opmask", XFEATURE_OPMASK)						\
	MASK("c:xtile_cfg", XFEATURE_XTILE_CFG)						\
	MASK("c:apx", XFEATURE_APX)							\
	MASK("c:ymm", XFEATURE_YMM)							\
	MASK("c:zmm_hi256", XFEATURE_ZMM_Hi256)						\
	MASK("c:lbr", XFEATURE_LBR)							\
	MASK("c:hi16_zmm", XFEATURE_Hi16_ZMM)						\
	MASK("c:xtile_data", XFEATURE_XTILE_DATA)

#define IB_ONE_MORE(...)	+ 1
enum {
	IB_MAX_COMPONENTS = 14,
	IB_NAMED_MASKS = 0 IB_NAMED_MASK_LIST(IB_ONE_MORE),
	IB_SINGLE_MASKS = 0 IB_SINGLE_MASK_LIST(IB_ONE_MORE),
	IB_FIRST_SINGLE = IB_NAMED_MASKS + IB_MAX_COMPONENTS + 1,
	IB_MASKS = IB_FIRST_SINGLE + IB_SINGLE_MASKS,
};

extern struct ib_value ib_masks[IB_MASKS];

/**
 * struct ib_axis - an axis and its values
 * @name: "event", "fpu", "mask", "content", "use", "temp", "place"
 * @values: its values
 * @nr: how many, at most 64
 */
struct ib_axis {
	const char *name;
	const struct ib_value *values;
	size_t nr;
};

enum ib_axis_id { IB_AXIS_EVENT, IB_AXIS_FPU, IB_AXIS_MASK, IB_AXIS_CONTENT, IB_AXIS_USE,
		  IB_AXIS_TEMP, IB_AXIS_PLACE, IB_AXES };

/**
 * ib_axis() - an axis
 * @id: which
 */
const struct ib_axis *ib_axis(enum ib_axis_id id);

/**
 * ib_axis_find() - the place of a value in its axis
 * @id: the axis
 * @name: of the value
 *
 * Return: its index; how many values the axis has if it has no such one.
 */
size_t ib_axis_find(enum ib_axis_id id, const char *name);

/**
 * ib_axis_parse() - a comma-separated list of an axis's values
 * @id: the axis
 * @list: what the user typed
 * @set: set to a bit per value
 *
 * Return: 0, or -1 after a message that names the nearest valid value.
 */
int ib_axis_parse(enum ib_axis_id id, const char *list, uint64_t *set);

/**
 * ib_place_bytes() - how far behind a page's start an fpstate of a place begins
 * @place: but IB_PLACE_CROSS, which depends on the mask
 */
uint32_t ib_place_bytes(enum ib_place place);

/**
 * ib_supervisor_components() - those of a set that IA32_XSS enables, not XCR0
 * @components: the set
 */
uint64_t ib_supervisor_components(uint64_t components);

#endif
