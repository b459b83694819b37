// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>

#include "bench/blob/code/region.h"
#include "bench/host/calibrate.h"
#include "bench/host/cpu.h"
#include "bench/host/emulation.h"
#include "bench/host/xstate.h"

#define TCG	"QEMU TCG"

/* The chains' lengths in cycles differ by 2 where the latencies are 1 and 3, or 2 and 4. */
#define FURTHEST	2

bool ib_tracks_init(uint64_t xinuse)
{
	return !(xinuse & ~(BIT_ULL(XFEATURE_FP) | BIT_ULL(XFEATURE_SSE)));
}

bool ib_has_latencies(const struct ib_calibration *c)
{
	/* Negated, so that NaN, which nothing is known from, shows no emulator. */
	return !(c->add > FURTHEST * c->imul || c->imul > FURTHEST * c->add);
}

/* A region without a repetition: it initialises, loads nothing, and looks. */
static uint64_t xinuse_after_init(const struct ib_xstate *x, const struct ib_layout *layout)
{
	struct fpstate *init = ib_fpstate_alloc(x), *after = ib_fpstate_alloc(x);
	struct fpstate *caller = ib_fpstate_alloc(x), *guest = ib_fpstate_alloc(x);
	struct ib_vcpu vcpu = { .fpstate = guest, .init = &init->regs.xsave, .rfbm = x->rfbm };
	struct ib_region region = {
		.vcpu = &vcpu,
		.start = vcpu.init,
		.after = &after->regs.xsave,
		.caller = &caller->regs.xsave,
		.has_xgetbv1 = x->has_xgetbv1,
	};

	ib_xstate_geometry(x, x->rfbm, IB_SYMBOL(layout, ib_geometry));
	ib_fpstate_fill(x, init, 0, 0);
	IB_SYMBOL(layout, ib_region_run)(&region);
	ib_fpstate_free(x, guest);
	ib_fpstate_free(x, caller);
	ib_fpstate_free(x, after);
	ib_fpstate_free(x, init);
	return region.xinuse & x->rfbm;
}

static const char *by_behaviour(void)
{
	struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
	const struct ib_xstate *x;
	struct ib_calibration c;
	const char *how = NULL;

	if (!layout)
		return NULL;
	c = ib_calibrate(layout);
	if (!ib_has_latencies(&c))
		how = "instructions do not take their latencies";
	else if (ib_cpu()->xcr0 && !ib_xstate_here(&x) &&
		 !ib_tracks_init(xinuse_after_init(x, layout)))
		how = "XRSTOR leaves components in use that it initialised";
	ib_layout_free(layout);
	return how;
}

const char *ib_emulation(void)
{
	const char *hypervisor = ib_cpu()->hypervisor;
	static const char *how;
	static bool asked;

	if (!asked) {
		how = hypervisor && strstr(hypervisor, TCG) ? TCG ", by CPUID" : by_behaviour();
		asked = true;
	}
	return how;
}
