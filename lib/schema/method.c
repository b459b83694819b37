// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/xfeature.h"
#include "lib/schema/method.h"

/* A change that adds rows, or tells more of them, and leaves those there are as they were. */
static bool nothing(const struct ib_run_rec *run, const struct ib_row_rec *row)
{
	return false;
}

/*
 * The layout of lane user's image had no PKRU: the walk to components behind it was a step
 * shorter than the kernel's where the CPU has it. u64-mask-in-use lacked its assertions.
 */
static bool walks_or_asserts(const struct ib_run_rec *run, const struct ib_row_rec *row)
{
	uint64_t pkru = BIT_ULL(XFEATURE_PKRU);
	uint64_t mask = row->oracle_mask;

	if (!strcmp(row->variant, "u64-mask-in-use"))
		return true;
	return !strcmp(row->lane, "user") && mask >= 2 * pkru &&
	       ib_field_number(run->record, "cpu/xcr0", 0) & pkru;
}

static bool chains(const struct ib_run_rec *run, const struct ib_row_rec *row)
{
	return !strcmp(row->lane, "selftest");
}

/* Append; never change a line: results files refer to it. */
static const struct ib_method methods[] = {
	{ 1, "as measured before methods were numbered", nothing },
	{ 2, "rows at rest were added", nothing },
	{ 3, "PKRU in lane user's layout, the assertions of u64-mask-in-use", walks_or_asserts },
	{ 4, "chains of ROR in selftest, pairs of known difference, larger batches", chains },
	{ 5, "a run is several processes; blocks without their pin are dropped", nothing },
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
