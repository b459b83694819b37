// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/schema/lanes.h"

#define NAME(lane)	#lane,

static const char *const names[] = { IB_LANE_LIST(NAME) };

const char *ib_lane_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return names[i];
	return NULL;
}
