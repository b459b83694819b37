// SPDX-License-Identifier: GPL-2.0-only
/* Which runs may stand in one table. */
#include <string.h>

#include "analysis/compare.h"
#include "bench/err.h"

/* Differing values of these are refused. */
static const struct {
	const char *path;
	const char *name;
} decisive[] = {
	{ "schema", "schema" },
	{ "host", "host" },
	{ "cpu/vendor", "CPU vendor" },
	{ "cpu/family", "CPU family" },
	{ "cpu/model", "CPU model" },
	{ "cpu/stepping", "CPU stepping" },
	{ "cpu/microcode", "microcode" },
	{ "cpu/core_type", "core type" },
	{ "cpu/xcr0", "XCR0" },
	{ "hypervisor", "hypervisor" },
	{ "kernel/release", "kernel" },
	{ "clock/unit", "clock unit" },
	{ "clock/fence", "clock fence" },
};

static const char *text(const struct ib_run_rec *run, const char *path)
{
	const char *s = ib_field(run->record, path);

	return s ? s : "none";
}

static bool same(const struct ib_run_rec *a, const struct ib_run_rec *b)
{
	for (size_t i = 0; i < sizeof(decisive) / sizeof(decisive[0]); i++) {
		const char *va = text(a, decisive[i].path), *vb = text(b, decisive[i].path);

		if (!strcmp(va, vb))
			continue;
		ib_error("%s differs: %s in %s, %s in %s; measure both sides under the same "
			 "conditions",
			 decisive[i].name, va, a->file, vb, b->file);
		return false;
	}
	return true;
}

bool ib_same_configuration(const struct ib_results *base, const struct ib_results *patch)
{
	const struct ib_results *sides[] = { base, patch };

	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sides[s]->nr_runs; i++)
			if (!same(base->runs[0], sides[s]->runs[i]))
				return false;
	return true;
}
