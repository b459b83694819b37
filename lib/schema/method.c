// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/array.h"
#include "lib/schema/method.h"

/* A change that adds rows, or tells more of them, and leaves those there are as they were. */
static bool nothing(const struct ib_run_rec *run, const struct ib_row_rec *row)
{
	return false;
}

/* Append; never change a line: results files refer to it. */
static const struct ib_method methods[] = {
	{ 1, "as measured before methods were numbered", nothing },
	{ 2, "rows at rest were added", nothing },
};

_Static_assert(ARRAY_SIZE(methods) == IB_METHOD, "IB_METHOD is the last of the table");

const struct ib_method *ib_methods(size_t *nr)
{
	*nr = ARRAY_SIZE(methods);
	return methods;
}

unsigned int ib_method_of(int64_t recorded)
{
	return recorded > 0 && recorded <= UINT16_MAX ? recorded : 1;
}

const struct ib_method *ib_method_change(const struct ib_run_rec *run,
					 const struct ib_row_rec *row)
{
	for (size_t i = run->method; i < ARRAY_SIZE(methods); i++)
		if (methods[i].touches(run, row))
			return &methods[i];
	return NULL;
}
