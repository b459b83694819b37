// SPDX-License-Identifier: GPL-2.0-only
/* initbench kvm-storm: a number of INITs and exit, for tools that time processes. */
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/host/clock.h"
#include "bench/host/cpus.h"
#include "bench/lanes/kvm/init_storm.h"
#include "bench/lanes/kvm/vm.h"
#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

#define DEFAULT_INITS	10000
#define MAX_INITS	100000000
#define TEXT_(x)	#x
#define TEXT(x)		TEXT_(x)

struct arguments {
	uint32_t inits;
	uint32_t vcpus;
	bool apart;
	bool no_init;
};

static const struct argp_option options[] = {
	{ "vcpus", 'c', "N", 0, "share the INITs among N vCPUs on N CPUs (1)", 0 },
	{ "apart", 'a', NULL, 0, "each vCPU in a VM of its own", 0 },
	{ "no-init", 'n', NULL, 0, "do the same without INIT: the baseline", 0 },
	{ 0 }
};

static uint32_t number(const char *text, uint32_t max, const char *what)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || !*text || *text == '-' || !value || value > max)
		ib_wrong_usage("%s '%s' is not a number from 1 to %u", what, text, max);
	return value;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	if (key != 'c')
		return ARGP_ERR_UNKNOWN;
	a->vcpus = number(arg, IB_KVM_MAX_VCPUS, "--vcpus");
	return 0;
}

static void on_argument(void *input, char *inits)
{
	struct arguments *a = input;

	if (a->inits)
		ib_wrong_usage("more than one number of INITs: '%s'", inits);
	a->inits = number(inits, MAX_INITS, "N");
}

static const struct ib_kept kept[] = {
	{ 'a', offsetof(struct arguments, apart) },
	{ 'n', offsetof(struct arguments, no_init) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.args_doc = "[N]",
		.doc = "N INITs (" TEXT(DEFAULT_INITS) ") through /dev/kvm, and exit.",
	},
	.kept = kept,
	.on_argument = on_argument,
};

/* Keeps to the CPU where it is; returns where it could have been. */
static struct ib_cpus *stay_here(void)
{
	struct ib_cpus *allowed = ib_cpus_allowed();

	ib_cpus_stay(sched_getcpu());
	return allowed;
}

int cmd_kvm_storm(int argc, char **argv)
{
	struct arguments a = { .vcpus = 1 };
	struct ib_kvm_storm *storm;
	struct ib_cpus *cpus;
	const char *why;
	uint64_t ticks;
	int ret;

	ib_options("kvm-storm", &syntax, argc, argv, &a);
	if (!a.inits)
		a.inits = DEFAULT_INITS;

	why = ib_tsc_refused();
	if (why) {
		ib_error("nothing can be timed: %s", why);
		return IB_EXIT_USAGE;
	}
	cpus = stay_here();
	storm = ib_kvm_storm_start(a.vcpus, a.apart, cpus);
	ib_cpus_free(cpus);
	if (!storm) {
		ib_error("%s", ib_kvm_why());
		return IB_EXIT_USAGE;
	}
	ret = ib_kvm_storm_run(storm, !a.no_init, (a.inits + a.vcpus - 1) / a.vcpus, &ticks);
	ib_kvm_storm_stop(storm);
	if (ret) {
		ib_error("%s", ib_kvm_why());
		return IB_EXIT_INVALID;
	}
	return IB_EXIT_OK;
}
