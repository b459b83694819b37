// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>

#include "analysis/tables/operation.h"
#include "lib/base/array.h"

/* What a row's name begins with, and what is timed: see bench/lane_kvm.c. */
static const char *const meanings[][2] = {
	{ "kernel:init-used", "INIT when the guest uses the components that INIT zeroes" },
	{ "kernel:init", "all of INIT: KVM_RUN with an INIT pending, less one without" },
	{ "kernel:run", "a KVM_RUN with nothing pending, less an ioctl that only loads the vCPU" },
	{ "kernel:putload", "put and load of the guest's FPU: KVM_RUN with immediate_exit, less an "
	  "ioctl that only loads the vCPU" },
	{ "kernel:sipi", "INIT and SIPI by another vCPU's ICR, as firmware does it, less ICR "
	  "writes to nobody" },
	{ "kernel:vcpu-create", "RESET: a vCPU made, less one refused" },
	{ "kernel:storm-", "an INIT when n vCPUs take INITs at once, in one VM (-apart: a VM "
	  "each)" },
};

const char *ib_operation_meaning(const char *variant)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (!strncmp(variant, meanings[i][0], strlen(meanings[i][0])))
			return meanings[i][1];
	return "";
}

const char *ib_operation_name(const char *variant)
{
	size_t len = strlen(IB_OPERATION);

	return strncmp(variant, IB_OPERATION, len) ? NULL : variant + len;
}
