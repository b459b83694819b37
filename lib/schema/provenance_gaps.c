// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/provenance_gaps.h"
#include "lib/schema/results.h"

/* The run record's table in results/README.md. */
static const struct {
	const char *path;
	bool may_be_null;
} keys[] = {
	{ "utc", false }, { "command", false }, { "host", false }, { "suite/version", false },
	{ "suite/commit", false }, { "suite/dirty", false }, { "suite/compiler", false },
	{ "suite/cflags", false }, { "suite/blob_cflags", false }, { "clock/unit", false },
	{ "clock/step", false }, { "clock/tsc_hz", false }, { "clock/fence", false },
	{ "cpu/vendor", false }, { "cpu/family", false }, { "cpu/model", false },
	{ "cpu/stepping", false }, { "cpu/microcode", true }, { "cpu/name", true },
	{ "cpu/xcr0", false }, { "cpu/xss", true }, { "hypervisor", true },
	{ "kernel/release", false }, { "kernel/cmdline", true }, { "kernel/mitigations", true },
	{ "power/governor", true }, { "power/turbo", true }, { "power/smt", true },
	{ "clocksource", true }, { "pmu/available", false }, { "memset", false },
	{ "seed", false }, { "layouts", false }, { "quick", false },
};

static bool is_there(struct json_object *o, const char *path)
{
	const char *slash = strchr(path, '/');
	struct json_object *inner = o;

	if (slash) {
		char *key = ib_asprintf("%.*s", (int)(slash - path), path);

		inner = json_object_object_get(o, key);
		free(key);
	}
	return json_object_is_type(inner, json_type_object) &&
	       json_object_object_get_ex(inner, slash ? slash + 1 : path, NULL);
}

char *ib_provenance_gaps(struct json_object *run)
{
	char *list = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *value = ib_field(run, keys[i].path);
		char *longer;

		if (keys[i].may_be_null ? is_there(run, keys[i].path) : value && *value)
			continue;
		longer = ib_asprintf("%s%s%s", list ? list : "", list ? ", " : "", keys[i].path);
		free(list);
		list = longer;
	}
	return list;
}

const char *ib_build_gap(struct json_object *run)
{
	const char *commit = ib_field(run, "suite/commit"), *dirty = ib_field(run, "suite/dirty");

	if (!commit || strspn(commit, "0123456789abcdef") < 7)
		return "no commit of the suite is named";
	return dirty && !strcmp(dirty, "true") ? "built with uncommitted changes" : NULL;
}
