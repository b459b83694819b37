// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/schema/oracle.h"

static const char *const names[] = {
	[IB_ORACLE_UNCHECKED] = "unchecked",
	[IB_ORACLE_OK] = "ok",
	[IB_ORACLE_PARTIAL] = "partial",
	[IB_ORACLE_KNOWN_BUG] = "known-bug",
	[IB_ORACLE_WRONG] = "wrong",
};

const char *ib_oracle_name(enum ib_oracle oracle)
{
	return names[oracle];
}

enum ib_oracle ib_oracle_parse(const char *name)
{
	if (!name)
		return IB_ORACLE_UNCHECKED;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return i;
	return IB_ORACLE_WRONG;
}
