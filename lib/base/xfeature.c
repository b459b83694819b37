// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/xfeature.h"

/*
 * Sizes of components from the SDM (vol. 1, 13.5; vol. 3, 20.5.2 for LBR with
 * 32 entries; APX: architecture specification 3.1), for CPUs that lack them.
 * Where a CPU has one, its CPUID decides.
 */
const struct ib_xfeature ib_xfeatures[XFEATURE_MAX] = {
	[XFEATURE_FP]		= { "x87", 160, false },
	[XFEATURE_SSE]		= { "sse", 256, false },
	[XFEATURE_YMM]		= { "avx", 256, false },
	[XFEATURE_BNDREGS]	= { "bndregs", 64, false },
	[XFEATURE_BNDCSR]	= { "bndcsr", 64, false },
	[XFEATURE_OPMASK]	= { "opmask", 64, false },
	[XFEATURE_ZMM_Hi256]	= { "zmm_hi256", 512, false },
	[XFEATURE_Hi16_ZMM]	= { "hi16_zmm", 1024, false },
	[XFEATURE_PT]		= { "pt", 128, false },
	[XFEATURE_PKRU]		= { "pkru", 8, false },
	[XFEATURE_PASID]	= { "pasid", 8, false },
	[XFEATURE_CET_USER]	= { "cet_user", 16, false },
	[XFEATURE_CET_KERNEL]	= { "cet_kernel", 24, false },
	[XFEATURE_HDC]		= { "hdc", 8, false },
	[XFEATURE_UINTR]	= { "uintr", 48, false },
	[XFEATURE_LBR]		= { "lbr", 808, false },
	[XFEATURE_HWP]		= { "hwp", 8, false },
	[XFEATURE_XTILE_CFG]	= { "xtile_cfg", 64, true },
	[XFEATURE_XTILE_DATA]	= { "xtile_data", 8192, true },
	[XFEATURE_APX]		= { "apx", 128, false },
};

char *ib_xfeature_names(uint64_t components)
{
	char *names = NULL;

	for (unsigned int i = 0; i < XFEATURE_MAX; i++) {
		char *longer;

		if (!(components & BIT_ULL(i)))
			continue;
		longer = names ? ib_asprintf("%s+%s", names, ib_xfeatures[i].name)
			       : ib_asprintf("%s", ib_xfeatures[i].name);
		free(names);
		names = longer;
	}
	return names ? names : ib_asprintf("none");
}
