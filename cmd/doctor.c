// SPDX-License-Identifier: GPL-2.0-only
/* initbench doctor: what can be measured here, what disturbs it, and the remedy. */
#include <errno.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/cpu.h"
#include "bench/host/cpus.h"
#include "bench/host/pin.h"
#include "cmd/commands.h"
#include "cmd/doctor_checks.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/options.h"

static const char *const severity_name[] = { "ok", "note", "disturbs", "limits" };

/* Lanes, and the checks that must not limit each; what is its own comes first. */
static const struct {
	const char *name;
	const char *needs[5];
} lanes[] = {
	{ "user", { "xsave", "tsc", "code", "emulation" } },
	{ "kmod", { "modules", "xsave", "tsc", "code", "emulation" } },
	{ "kvm", { "kvm", "xsave", "tsc", "code", "emulation" } },
};

/* Why a lane cannot run natively; NULL if it can. */
static const char *lane_why(size_t lane, const struct ib_finding *findings)
{
	for (size_t n = 0; n < ARRAY_SIZE(lanes[lane].needs) && lanes[lane].needs[n]; n++)
		for (size_t i = 0; ib_checks[i].name; i++)
			if (!strcmp(ib_checks[i].name, lanes[lane].needs[n]) &&
			    findings[i].severity == IB_LIMITS)
				return findings[i].found;
	return NULL;
}

static struct json_object *severity_json(enum ib_severity severity)
{
	return json_object_new_string(severity_name[severity]);
}

static void print_json(int cpu, const struct ib_finding *findings)
{
	struct json_object *root = json_object_new_object();
	struct json_object *checks_json = json_object_new_array();
	struct json_object *lanes_json = json_object_new_object();

	for (size_t i = 0; ib_checks[i].name; i++) {
		struct json_object *o = json_object_new_object();

		ib_json_add_string(o, "name", ib_checks[i].name);
		ib_json_add(o, "severity", severity_json(findings[i].severity));
		ib_json_add_string(o, "found", findings[i].found);
		ib_json_add_string(o, "remedy", findings[i].remedy);
		json_object_array_add(checks_json, o);
	}
	for (size_t i = 0; i < ARRAY_SIZE(lanes); i++) {
		struct json_object *o = json_object_new_object();
		const char *why = lane_why(i, findings);

		ib_json_add_bool(o, "runs", !why);
		ib_json_add_string(o, "why", why);
		ib_json_add(lanes_json, lanes[i].name, o);
	}
	ib_json_add_string(root, "cpu_id", ib_cpu_id());
	ib_json_add_count(root, "cpu", cpu);
	ib_json_add(root, "lanes", lanes_json);
	ib_json_add(root, "checks", checks_json);
	ib_json_print(root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE, stdout);
	json_object_put(root);
}

static void print_text(int cpu, const struct ib_finding *findings)
{
	ib_text(stdout, "%s, cpu%d\n\n", ib_cpu_id(), cpu);
	for (size_t i = 0; ib_checks[i].name; i++) {
		ib_text(stdout, "  %-8s  %-19s  %s\n", severity_name[findings[i].severity],
			ib_checks[i].name, findings[i].found);
		if (findings[i].remedy)
			ib_text(stdout, "  %-8s  %-19s  -> %s\n", "", "", findings[i].remedy);
	}
	ib_text(stdout, "\n");
	for (size_t i = 0; i < ARRAY_SIZE(lanes); i++) {
		const char *why = lane_why(i, findings);

		ib_text(stdout, "  lane %-4s  %s%s\n", lanes[i].name,
			why ? "does not run: " : "runs", why ? why : "");
	}
}

struct options {
	bool json;
	int cpu;
};

enum { KEY_JSON = 0x100, KEY_CPU };

static const struct argp_option option_table[] = {
	{ "json", KEY_JSON, NULL, 0, "Print JSON", 0 },
	{ "cpu", KEY_CPU, "N", 0, "Look at this CPU (default: the one that run would take)", 0 },
	{}
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;
	char *end, *why;
	struct ib_cpus *before;

	if (key != KEY_CPU)
		return ARGP_ERR_UNKNOWN;
	errno = 0;
	o->cpu = strtol(arg, &end, 10);
	if (end == arg || *end || o->cpu < 0)
		ib_wrong_usage("--cpu '%s': not the number of a CPU", arg);
	before = ib_cpus_allowed();
	if (!ib_cpus_stay(o->cpu)) {
		ib_cpus_return(before);
		ib_cpus_free(before);
		return 0;
	}
	why = ib_pin_why(o->cpu);
	ib_wrong_usage("--cpu %s: %s", arg, why);
}

static const struct ib_kept kept[] = {
	{ KEY_JSON, offsetof(struct options, json) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.options = option_table,
		.parser = parse,
		.doc = "What can be measured here, what disturbs it, and the remedy.\v"
		       "ok: nothing to do. note: the suite allows for it. disturbs: figures are "
		       "noisier or shifted. limits: something cannot be measured, or only by lesser "
		       "means.",
	},
	.kept = kept,
};

int cmd_doctor(int argc, char **argv)
{
	struct options o = { .cpu = -1 };
	struct ib_finding *findings;
	size_t n = 0;

	ib_options("doctor", &syntax, argc, argv, &o);
	if (o.cpu < 0)
		o.cpu = ib_pin_default();
	while (ib_checks[n].name)
		n++;
	findings = ib_calloc(n, sizeof(*findings));
	for (size_t i = 0; i < n; i++)
		findings[i] = ib_checks[i].probe(o.cpu);
	if (o.json)
		print_json(o.cpu, findings);
	else
		print_text(o.cpu, findings);
	while (n--)
		free(findings[n].found);
	free(findings);
	return IB_EXIT_OK;
}
