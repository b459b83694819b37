// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/blob/code_memory.h"
#include "bench/host/clock.h"
#include "bench/host/contamination.h"
#include "bench/host/counters.h"
#include "bench/host/cpu.h"
#include "bench/host/emulation.h"
#include "bench/host/host.h"
#include "bench/host/lock.h"
#include "bench/host/pin.h"
#include "bench/host/provenance.h"
#include "bench/host/quota.h"
#include "bench/host/smt.h"
#include "bench/host/xstate.h"
#include "bench/run/session.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/schema/method.h"
#include "lib/schema/record.h"
#include "lib/schema/rules.h"

/* One of so many blocks; a row that loses half of them is invalid. */
#define LOSSES_ACCEPTED	4

/* How a run is spread, unless the user says so: see struct ib_run. */
#define PROCESSES		4
#define LAYOUTS_A_PROCESS	8
#define APART			2
#define APART_IN_STUDY		15

/* An option with its path's last part: where files are is nobody else's business. */
static char *without_folders(const char *word)
{
	const char *value = strchr(word, '='), *slash = strrchr(word, '/');

	if (!slash)
		return ib_asprintf("%s", word);
	value = value ? value + 1 : word;
	return ib_asprintf("%.*s%s", (int)(value - word), word, slash + 1);
}

struct ib_session ib_session_defaults(int argc, char **argv)
{
	struct ib_session s = { .cpu = -1, .spacing = -1, .command = ib_asprintf("initbench") };
	uint32_t seed;

	for (int i = 0; i < argc; i++) {
		char *word = without_folders(argv[i]);
		char *longer = ib_asprintf("%s %s", s.command, word);

		free(word);
		free(s.command);
		s.command = longer;
	}
	if (getrandom(&seed, sizeof(seed), 0) == sizeof(seed))
		s.seed = seed;
	return s;
}

static char *new_run_id(void)
{
	time_t t = time(NULL);
	char utc[32];
	uint32_t salt = getpid();

	if (getrandom(&salt, sizeof(salt), 0) < 0)
		ib_warn("the kernel gives no random numbers; the run's name may not be unique");
	strftime(utc, sizeof(utc), "%Y%m%dT%H%M%SZ", gmtime(&t));
	return ib_asprintf("%s-%06x", utc, salt & 0xffffff);
}

static struct json_object *utc_now(void)
{
	time_t t = time(NULL);
	char utc[32];

	strftime(utc, sizeof(utc), "%Y-%m-%dT%H:%M:%SZ", gmtime(&t));
	return json_object_new_string(utc);
}

static struct json_object *lane_names(const struct ib_plan *plan)
{
	struct json_object *names = json_object_new_array();

	for (size_t i = 0; i < plan->nr_lanes; i++)
		json_object_array_add(names, json_object_new_string(plan->lanes[i]->name));
	return names;
}

/* Why there are no hardware counters, or which events are counted. */
static struct json_object *pmu_facts(const char *events)
{
	struct json_object *o = json_object_new_object();
	struct json_object *names = json_object_new_array();
	struct ib_counters *counters;
	char *why = NULL;
	bool there = !ib_counters_open(&counters, events, &why);

	ib_json_add_bool(o, "available", there);
	/* Also of what is missing where others count. */
	ib_json_add(o, "why", ib_json_string(there ? ib_counters_dropped(counters) : why));
	for (unsigned int i = 0; there && i < ib_counters_count(counters); i++)
		json_object_array_add(names, json_object_new_string(ib_counters_name(counters, i)));
	ib_json_add(o, "events", names);
	if (there && ib_counters_width(counters))
		ib_json_add_count(o, "width", ib_counters_width(counters));
	if (there)
		ib_counters_close(counters);
	free(why);
	return o;
}

static void describe_clock(struct json_object *provenance)
{
	struct json_object *clock = json_object_object_get(provenance, "clock");

	if (!ib_emulated_host())
		return;
	ib_json_add_string(clock, "unit", "instruction");
	ib_json_add_string(clock, "rep", ib_rep_counts() ? "iteration" : "once");
}

/* A kernel's memset and memcpy are counted too high then. */
static void warn_of_reps(struct json_object *provenance)
{
	struct json_object *kernel = json_object_object_get(provenance, "kernel");
	struct json_object *reps = json_object_object_get(kernel, "fast_reps");

	if (ib_emulated_host() && json_object_array_length(reps) && ib_rep_counts())
		ib_warn("this emulator's clock counts each iteration of a REP, and this kernel uses "
			"them: its counts are no instructions; scripts/vm masks them");
}

static struct json_object *core_facts(const struct ib_smt_survey *core)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_ratio(o, "alone", core->alone);
	ib_json_add_count(o, "looks", core->looks);
	ib_json_add_count(o, "shared", core->shared);
	return o;
}

static void move_members(struct json_object *to, struct json_object *from)
{
	json_object_object_foreach(from, key, value)
		ib_json_add(to, key, json_object_get(value));
	json_object_put(from);
}

static void describe_lanes(struct json_object *o, const struct ib_plan *plan)
{
	for (size_t i = 0; i < plan->nr_lanes; i++)
		if (plan->lanes[i]->describe)
			plan->lanes[i]->describe(o);
}

/* How lane user's memset works, which is a choice by CPUID. */
static const char *memset_kind(void)
{
	const struct ib_xstate *x;

	return ib_xstate_here(&x) ? NULL : ib_xstate_memset(x) + strlen("ib_memset_");
}

static struct json_object *run_record(const struct ib_session *s, const struct ib_run *run,
				      const struct ib_smt_survey *core, const char *id, int cpu,
				      unsigned int ordinal)
{
	struct json_object *o = json_object_new_object();
	struct json_object *provenance = ib_provenance(cpu);

	ib_json_add_string(o, "type", "run");
	ib_json_add_count(o, "schema", IB_SCHEMA);
	ib_json_add_count(o, "method", IB_METHOD);
	ib_json_add_string(o, "run", id);
	ib_json_add(o, "utc", utc_now());
	ib_json_add_count(o, "ordinal", ordinal);
	ib_json_add_string(o, "command", s->command);
	ib_json_add(o, "lanes", lane_names(run->plan));
	ib_json_add_string(o, "host", ib_host());
	describe_clock(provenance);
	warn_of_reps(provenance);
	move_members(o, provenance);
	ib_json_add(o, "core", core ? core_facts(core) : NULL);
	ib_json_add(o, "pmu", pmu_facts(s->pmu));
	ib_json_add_string(o, "contamination", ib_contamination_source());
	ib_json_add_string(o, "memset", memset_kind());
	describe_lanes(o, run->plan);
	ib_json_add_hex(o, "seed", s->seed);
	ib_json_add_count(o, "layouts", s->layouts);
	if (run->processes > 1) {
		ib_json_add_count(o, "processes", run->processes);
		ib_json_add_count(o, "spacing", run->spacing);
	}
	ib_json_add_bool(o, "quick", s->quick);
	if (s->selection.study)
		ib_json_add_bool(o, "study", true);
	if (s->machine)
		ib_json_add_string(o, "machine", s->machine);
	if (s->compare)
		ib_json_add(o, "compare", json_object_get(s->compare));
	return o;
}

static char *default_path(const char *id)
{
	const char *emulated = ib_emulated_host();
	bool native = !strcmp(ib_host(), "native");

	if (emulated)
		return ib_asprintf("results/%s/%s.jsonl", emulated, id);
	return ib_asprintf("results/%s%s%s/%s.jsonl", ib_cpu_id(), native ? "" : "-",
			   native ? "" : ib_host(), id);
}

static void warn_of_losses(const struct ib_drops *drops)
{
	const char *why = ib_drops_commonest(drops), *check = ib_drops_check(why);

	ib_warn("%llu of %llu blocks were dropped at every attempt, most of them for this reason: %s; "
		"'initbench doctor' shows what disturbs a measurement%s%s%s",
		(unsigned long long)drops->lost, (unsigned long long)drops->rows, why,
		check ? ", here under '" : "", check ? check : "", check ? "'" : "");
}

/* Of the default path only: a folder that the user named and is not there is a slip. */
static int make_folders(const char *path)
{
	char *copy = ib_asprintf("%s", path);
	int ret = 0;

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST) {
			ib_error("cannot make the folder '%s': %s; choose another place with --out FILE",
				 copy, strerror(errno));
			ret = -1;
			break;
		}
		*slash = '/';
	}
	free(copy);
	return ret;
}

static void tell(const struct ib_session *s, const struct ib_outcome *o, const char *path)
{
	fprintf(stderr, "%s: %llu layouts%s, %llu blocks, %llu dropped, %u rows skipped\n", path,
		(unsigned long long)o->launches,
		s->quick ? " (--quick: too few to publish)" :
		s->selection.study && o->launches < IB_LAYOUTS_TO_PUBLISH && !ib_emulated_host() ?
		" (too few to publish)" : "",
		(unsigned long long)o->blocks, (unsigned long long)o->dropped, o->skipped);
	if (o->drops.lost > o->drops.rows / LOSSES_ACCEPTED)
		warn_of_losses(&o->drops);
}

/* Why the first row that has no blocks has none. */
static const char *why_nothing(const struct ib_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (*plan->rows[i].facts.skip)
			return plan->rows[i].facts.skip;
	return "no layout was measured";
}

/*
 * True after a message if what was measured is not to be believed. With
 * INITBENCH_ACCEPT_LOSSES set, as tests/run sets it, blocks that a busy machine made
 * a run drop are told but not held against it.
 */
static bool too_little(const struct ib_plan *plan, const struct ib_outcome *o)
{
	const struct ib_drops *d = &o->drops;

	if (!o->blocks)
		ib_error("nothing was measured: %s", why_nothing(plan));
	else if (d->lost == d->rows)
		ib_error("all %llu blocks were dropped, most of them because %s",
			 (unsigned long long)d->rows, ib_drops_commonest(d));
	else if (2 * d->lost > d->rows)
		ib_error("more than half of the blocks were dropped, %llu of %llu, most of them "
			 "because %s: do not trust these figures", (unsigned long long)d->lost,
			 (unsigned long long)d->rows, ib_drops_commonest(d));
	else
		return false;
	return !o->blocks || !getenv("INITBENCH_ACCEPT_LOSSES");
}

static void warn_of_quota(void)
{
	struct ib_quota q;

	ib_quota(&q);
	if (q.cpus > 0 && q.cpus < 1)
		ib_warn("control group %s may use %g of a CPU's time: blocks that it throttles are "
			"dropped; measure outside of the container", q.group, q.cpus);
	ib_quota_free(&q);
}

/* A launch of a comparison is a process already; where all are the same one will do. */
static unsigned int processes_of(const struct ib_session *s)
{
	unsigned int n;

	if (ib_emulated_host())
		return 1;
	if (s->processes)
		return s->layouts && s->processes > s->layouts ? s->layouts : s->processes;
	if (s->layouts)
		n = s->layouts / LAYOUTS_A_PROCESS;
	else
		n = s->budget / APART;
	if (s->compare || !n)
		return 1;
	return n < PROCESSES ? n : PROCESSES;
}

static double spacing_of(const struct ib_session *s)
{
	if (s->spacing >= 0)
		return s->spacing;
	return s->selection.study ? APART_IN_STUDY : APART;
}

static int measure(const struct ib_session *s, struct ib_plan *plan, int cpu, const char *id,
		   struct ib_store *store, const char *path)
{
	struct ib_outcome outcome;
	struct ib_smt_survey core;
	struct json_object *record;
	struct ib_run run = {
		.id = id,
		.plan = plan,
		.store = store,
		.layouts = s->layouts,
		.budget = s->budget,
		.processes = processes_of(s),
		.spacing = spacing_of(s),
		.cpu = cpu,
		.core_type = ib_core_type_by_cpuid(),
		.seed = s->seed,
		.pmu = s->pmu,
		.instructions = ib_emulated_host(),
		.quiet = !isatty(STDERR_FILENO),
	};
	int ret;

	if (!run.instructions) {
		if (ib_smt_survey(cpu, &core)) {
			ib_error("cpu%d: whether another thread uses its core cannot be determined",
				 cpu);
			return IB_EXIT_USAGE;
		}
		run.alone = core.alone;
	}
	warn_of_quota();
	record = run_record(s, &run, run.instructions ? NULL : &core, id, cpu,
			    ib_store_runs(store) + 1);
	if (ib_store_write(store, record))
		ret = IB_EXIT_USAGE;
	else
		ret = ib_run_launches(&run, id, &outcome);
	if (ret != IB_EXIT_USAGE)
		tell(s, &outcome, path);
	if (ret == IB_EXIT_OK && too_little(plan, &outcome))
		ret = IB_EXIT_INVALID;
	return ret;
}

/* What every lane stands on; false after a message. */
static bool may_time(void)
{
	const char *why = ib_tsc_refused();
	char *refused;

	if (why) {
		ib_error("nothing can be timed: %s", why);
		return false;
	}
	refused = ib_code_memory_refused();
	if (refused)
		ib_error("the code under study cannot be made executable: %s: " IB_NO_CODE_MEMORY,
			 refused);
	free(refused);
	return !refused;
}

/* On a host of scripts/vm the clock is known to count instructions. */
static bool is_real(void)
{
	const char *how = strcmp(ib_host(), "native") ? NULL : ib_emulation();

	if (how)
		ib_error("this CPU is emulated (%s): its clock is no time; " IB_EMULATION_REMEDY,
			 how);
	return !how;
}

/* Some seconds, in which what each row does is found out. */
static int survey(const struct ib_session *s, struct ib_plan *plan)
{
	int ret;

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "checking what each of %zu rows does, before they are measured ",
			plan->n);
	ret = ib_survey(plan, s->seed);
	if (isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (ret == IB_EXIT_INTERRUPTED)
		ib_error("interrupted before anything was measured");
	return ret;
}

int ib_session_run(const struct ib_session *s, char **path)
{
	char *id = new_run_id();
	char *out = s->out ? ib_asprintf("%s", s->out) : default_path(id);
	struct ib_store *store = NULL;
	struct ib_plan plan;
	int cpu, ret = IB_EXIT_USAGE;

	if (!may_time() || ib_plan_make(&s->selection, &plan))
		goto out;
	if (!ib_emulated_host() && ib_machine_lock(s->wait))
		goto free_plan;
	cpu = ib_pin(s->cpu);
	if (cpu >= 0 && is_real() && (s->out || !make_folders(out)))
		store = ib_store_open(out);
	if (store)
		ret = survey(s, &plan);
	if (ret == IB_EXIT_OK)
		ret = measure(s, &plan, cpu, id, store, out);
	ib_store_close(store);
free_plan:
	ib_plan_free(&plan);
out:
	free(id);
	if (path)
		*path = out;
	else
		free(out);
	return ret;
}
