// SPDX-License-Identifier: GPL-2.0-only
/* Which runs may stand in one table. */
#include <string.h>

#include "analysis/compare/compare.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

#define NR(array)	(ARRAY_SIZE(array))

struct criterion {
	const char *path;
	const char *name;
};

/* Differing values of these are refused. */
static const struct criterion decisive[] = {
	{ "schema", "schema" },
	{ "host", "host" },
	{ "cpu/vendor", "CPU vendor" },
	{ "cpu/family", "CPU family" },
	{ "cpu/model", "CPU model" },
	{ "cpu/stepping", "CPU stepping" },
	{ "cpu/name", "CPU name" },
	{ "cpu/microcode", "microcode" },
	{ "cpu/core_type", "core type" },
	{ "cpu/xcr0", "XCR0" },
	{ "hypervisor", "hypervisor" },
	{ "kernel/release", "kernel" },
	{ "clock/unit", "clock unit" },
	{ "clock/fence", "clock fence" },
	{ "machine", "machine" },
	{ "module/fpu", "FPU of the module" },
};

/* Of launches in blocks: those of another comparison were launched at another time. */
static const struct criterion launched[] = {
	{ "compare/coin", "coin" },
	{ "compare/arms", "number of arms" },
	{ "compare/ordinal", "ordinal of the comparison" },
	{ "compare/delta", "declared delta" },
};

static const char *text(const struct ib_run_rec *run, const char *path)
{
	const char *s = ib_field(run->record, path);

	return s ? s : "none";
}

static bool same(const struct ib_run_rec *a, const struct ib_run_rec *b,
		 const struct criterion *criteria, size_t nr, const char *advice)
{
	for (size_t i = 0; i < nr; i++) {
		const char *va = text(a, criteria[i].path), *vb = text(b, criteria[i].path);

		if (!strcmp(va, vb))
			continue;
		ib_error("%s differs: %s in %s, %s in %s; %s", criteria[i].name, va, a->file, vb,
			 b->file, advice);
		return false;
	}
	return true;
}

static bool all_same(const struct ib_results *base, const struct ib_results *patch,
		     const struct criterion *criteria, size_t nr, const char *advice)
{
	const struct ib_results *sides[] = { base, patch };

	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sides[s]->nr_runs; i++)
			if (!same(base->runs[0], sides[s]->runs[i], criteria, nr, advice))
				return false;
	return true;
}

bool ib_same_configuration(const struct ib_results *base, const struct ib_results *patch)
{
	return all_same(base, patch, decisive, NR(decisive),
			"measure both sides under the same conditions");
}

bool ib_same_comparison(const struct ib_results *base, const struct ib_results *patch)
{
	return all_same(base, patch, launched, NR(launched), "name files of one comparison");
}
