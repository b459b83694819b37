// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/run/session.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

enum {
	OPT_CPU = 0x200,
	OPT_BLOCKS,
	OPT_SEED,
	OPT_MACHINE,
	OPT_OUT,
	OPT_PROCESSES,
	OPT_SPACING,
	OPT_WAIT,
};

static const struct argp_option options[] = {
	{ "cpu", OPT_CPU, "N", 0, "pin to this CPU (default: the last one allowed)", 0 },
	{ "blocks", OPT_BLOCKS, "N", 0, "blocks of every row, each in a layout of its own", 0 },
	{ "seed", OPT_SEED, "N", 0, "draws layouts and orders (default: random, recorded)", 0 },
	{ "machine", OPT_MACHINE, "LABEL", 0,
	  "tells machines of one CPU type apart; recorded, so "
	  "not the host's name (scripts/fleet draws one)",
	  0 },
	{ "processes", OPT_PROCESSES, "N", 0,
	  "spread the blocks over N processes, one after the "
	  "other: the interval then contains what differs between them (default: one for every "
	  "8 blocks, 4 at most)",
	  0 },
	{ "spacing", OPT_SPACING, "SECONDS", 0,
	  "from the start of a process to the start of the next, "
	  "at least (default: 2; with --study 15)",
	  0 },
	{ "wait", OPT_WAIT, NULL, 0, "wait until another measurement on this machine has ended",
	  0 },
	{ "out", OPT_OUT, "FILE", 0,
	  "the results file, appended to; - is standard output "
	  "(default: results/<cpu>/<run>.jsonl)",
	  0 },
	{ 0 },
};

/* Small, so that it can hardly say who or where the machine is. */
static int check_label(const char *label)
{
	size_t length = strlen(label);

	if (length >= 1 && length <= 16 &&
	    strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789") == length)
		return 0;
	ib_error("--machine '%s': not 1 to 16 lower-case letters and digits", label);
	return EINVAL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct ib_session *s = state->input;
	uint64_t number = 0;
	int wrong;

	switch (key) {
	case OPT_CPU:
		wrong = ib_parse_number("--cpu", arg, 0, 1 << 20, &number);
		s->cpu = number;
		return wrong ? EINVAL : 0;
	case OPT_BLOCKS:
		wrong = ib_parse_number("--blocks", arg, 1, 100000, &number);
		s->layouts = number;
		return wrong ? EINVAL : 0;
	case OPT_SEED:
		return ib_parse_number("--seed", arg, 0, UINT32_MAX, &s->seed) ? EINVAL : 0;
	case OPT_MACHINE:
		s->machine = arg;
		return check_label(arg);
	case OPT_PROCESSES:
		wrong = ib_parse_number("--processes", arg, 1, 1000, &number);
		s->processes = number;
		return wrong ? EINVAL : 0;
	case OPT_SPACING:
		wrong = ib_parse_number("--spacing", arg, 0, 86400, &number);
		s->spacing = number;
		return wrong ? EINVAL : 0;
	case OPT_WAIT:
		s->wait = true;
		return 0;
	case OPT_OUT:
		s->out = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp ib_session_argp = { .options = options, .parser = parse };
