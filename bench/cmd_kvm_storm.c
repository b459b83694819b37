// SPDX-License-Identifier: GPL-2.0-only
/* initbench kvm-storm: a number of INITs and exit, for tools that time processes. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/commands.h"
#include "bench/err.h"
#include "bench/kvm_storm.h"
#include "bench/kvm_vm.h"
#include "bench/options.h"

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

static uint32_t number(const char *text, uint32_t max, struct argp_state *state, const char *what)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || !*text || *text == '-' || !value || value > max)
		argp_error(state, "%s '%s' is not a number from 1 to %u", what, text, max);
	return value;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'c':
		a->vcpus = number(arg, IB_KVM_MAX_VCPUS, state, "--vcpus");
		return 0;
	case 'a':
		a->apart = true;
		return 0;
	case 'n':
		a->no_init = true;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num)
			argp_error(state, "more than one number of INITs");
		a->inits = number(arg, MAX_INITS, state, "N");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Keeps to the CPU where it is; returns where it could have been. */
static cpu_set_t stay_here(void)
{
	cpu_set_t allowed, here;

	sched_getaffinity(0, sizeof(allowed), &allowed);
	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	sched_setaffinity(0, sizeof(here), &here);
	return allowed;
}

int cmd_kvm_storm(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "[N]",
		.doc = "N INITs (" TEXT(DEFAULT_INITS) ") through /dev/kvm, and exit.",
	};
	struct arguments a = { .inits = DEFAULT_INITS, .vcpus = 1 };
	struct ib_kvm_storm *storm;
	cpu_set_t cpus;
	uint64_t ticks;
	int ret;

	ib_options("kvm-storm", &argp, argc, argv, &a);

	cpus = stay_here();
	storm = ib_kvm_storm_start(a.vcpus, a.apart, &cpus);
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
