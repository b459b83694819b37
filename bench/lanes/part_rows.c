// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "bench/lanes/lane.h"
#include "lib/base/array.h"

void ib_add_parts(const struct ib_lane *lane, ib_add_row add, void *plan)
{
	static const char *const parts[] = { IB_PART_PUT, IB_PART_LOAD };

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		for (int content = 0; content < IB_CONTENTS; content++) {
			struct ib_row row = {
				.lane = lane,
				.fpu = IB_FPU_PUTLOAD,
				.content = content,
				.study_only = content >= IB_NAMED_CONTENTS,
			};

			snprintf(row.variant, sizeof(row.variant), "%s", parts[i]);
			add(plan, &row);
		}
}
