// SPDX-License-Identifier: GPL-2.0-only
/* initbench run: measure. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/counters.h"
#include "bench/host/host.h"
#include "bench/lanes/kmod/layouts.h"
#include "bench/run/emulate.h"
#include "bench/run/session.h"
#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/schema/compare_field.h"

enum {
	OPT_LANE = 256, OPT_HOST, OPT_VARIANT, OPT_PMU, OPT_BUDGET, OPT_QUICK, OPT_STUDY,
	OPT_COMPARE, OPT_KMOD_LAYOUTS,
	OPT_AXIS,	/* and one for each axis */
};

static const struct argp_option options[] = {
	{ "lane", OPT_LANE, "L,..", 0, "what is timed (default: user)", 0 },
	{ "host", OPT_HOST, "H", 0,
	  "native (default); exact counts: qemu-tcg, bochs; a guest's time: qemu-kvm", 0 },
	{ "variant", OPT_VARIANT, "V,..", 0, "ids of variants (default: all)", 0 },
	{ "event", OPT_AXIS + IB_AXIS_EVENT, "E,..", 0, "init, reset", 0 },
	{ "fpu", OPT_AXIS + IB_AXIS_FPU, "F,..", 0, "none: the clear alone; putload", 0 },
	{ "mask", OPT_AXIS + IB_AXIS_MASK, "M,..", 0,
	  "none, mpx, cet, mpx+cet, n:0 to n:14, c:COMPONENT", 0 },
	{ "content", OPT_AXIS + IB_AXIS_CONTENT, "C,..", 0,
	  "of the guest's registers: init, sse, avx, avx512, amx, only:COMPONENT", 0 },
	{ "use", OPT_AXIS + IB_AXIS_USE, "U,..", 0,
	  "of the mask's components: used; rest: in their INIT state, nothing to zero", 0 },
	{ "temp", OPT_AXIS + IB_AXIS_TEMP, "T,..", 0,
	  "warm, cold-data, cold-code, cold, walked-data", 0 },
	{ "place", OPT_AXIS + IB_AXIS_PLACE, "P,..", 0,
	  "of the images: page, +64 to +2048 bytes, cross: a component crosses a page", 0 },
	{ "pmu", OPT_PMU, "EVENT,..", 0,
	  "count these events, by libpfm4's names, or a set: topdown, caches, software (default: "
	  "cycles, instructions, branch-misses, l1d-misses, ucode-uops, as far as this CPU counts "
	  "them)", 1 },
	{ "budget", OPT_BUDGET, "SECONDS", 0, "as many blocks as fit", 1 },
	{ "quick", OPT_QUICK, NULL, 0, "8 blocks: a first look, too few to publish", 1 },
	{ "study", OPT_STUDY, NULL, 0,
	  "the study's rows (temperatures, numbers and sizes of components, places, contents, "
	  "single instructions) in place of the default matrix: 40 blocks, 13 minutes at most",
	  1 },
	{ "compare", OPT_COMPARE, "KEY=VALUE", 0,
	  "say in the run record which launch of a comparison this is; may be repeated "
	  "(scripts/compare-branches does)", 1 },
	{ "kmod-layouts", OPT_KMOD_LAYOUTS, "DIR", 0,
	  "lane kmod: each block in a module drawn from DIR (of scripts/kmod-build), loaded in "
	  "place of the one before", 1 },
	{ 0 },
};

/* An option given again adds to what it was given before. */
static error_t add_values(enum ib_axis_id axis, const char *list, uint64_t *set)
{
	uint64_t more;

	if (ib_axis_parse(axis, list, &more))
		return EINVAL;
	*set |= more;
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct ib_session *s = state->input;
	char *end;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[1] = s;
		return 0;
	case OPT_AXIS ... OPT_AXIS + IB_AXES - 1:
		return add_values(key - OPT_AXIS, arg, &s->selection.axis[key - OPT_AXIS]);
	case OPT_LANE:
		return ib_add_to_list(&s->selection.lanes, arg);
	case OPT_VARIANT:
		return ib_add_to_list(&s->selection.variants, arg);
	case OPT_PMU:
		return ib_add_to_list(&s->pmu, arg);
	case OPT_BUDGET:
		s->budget = strtod(arg, &end);
		if (end != arg && !*end && s->budget > 0)
			return 0;
		ib_error("--budget '%s': not a number of seconds above 0", arg);
		return EINVAL;
	case OPT_KMOD_LAYOUTS:
		return ib_kmod_layouts(arg) ? EINVAL : 0;
	case OPT_COMPARE:
		return ib_compare_field(&s->compare, arg) ? EINVAL : 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child shared[] = { { &ib_session_argp, 0, NULL, 1 }, { 0 } };

static const struct ib_kept kept[] = {
	{ OPT_HOST, offsetof(struct ib_session, host) },
	{ OPT_QUICK, offsetof(struct ib_session, quick) },
	{ OPT_STUDY, offsetof(struct ib_session, selection.study) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.children = shared,
		.options = options,
		.parser = parse,
		.doc = "Measure, and write one JSON object a line. Each block is in the file as soon as it ends.\v"
		       "60 blocks are measured by default, 1 on an emulated host, where all come out "
		       "the same; into results/<cpu>/<run>.jsonl or results/<host>/<run>.jsonl. "
		       "Without an axis option (event to place) the default matrix is measured; with "
		       "one, the product of what is given and of the defaults init; none,putload; mpx; "
		       "sse; used; warm; page.\n"
		       "Exit status: 0 measured; 2 wrong usage or environment; 3 a row is wrong, or nothing was "
		       "measured, or more than half of the blocks were dropped; "
		       "130 interrupted, and what was finished is kept.",
	},
	.kept = kept,
};

static bool any_axis(const struct ib_selection *selection)
{
	for (int a = 0; a < IB_AXES; a++)
		if (selection->axis[a])
			return true;
	return false;
}

static int settle(struct ib_session *s)
{
	if (!!s->layouts + !!s->budget + s->quick > 1) {
		ib_error("--blocks, --budget and --quick contradict each other; give one");
		return -1;
	}
	if (s->selection.study && any_axis(&s->selection)) {
		ib_error("--study has its own axes; with it, only --lane and --variant select");
		return -1;
	}
	if (s->budget || s->layouts)
		return 0;
	if (s->selection.study && !s->quick && !ib_emulated_host()) {
		s->layouts = IB_STUDY_LAYOUTS;
		s->budget = IB_STUDY_SECONDS;
	} else {
		s->layouts = s->quick ? IB_QUICK_LAYOUTS :
			     ib_emulated_host() ? 1 : IB_FULL_LAYOUTS;
	}
	return 0;
}

static int check_events(const char *events)
{
	struct ib_counters *counters;
	char *why;

	if (!events)
		return 0;
	if (!ib_counters_open(&counters, events, &why)) {
		ib_counters_close(counters);
		return 0;
	}
	ib_error("%s", why);
	free(why);
	return -1;
}

int cmd_run(int argc, char **argv)
{
	struct ib_session session = ib_session_defaults(argc, argv);
	int ret = IB_EXIT_USAGE;

	if (ib_options("run", &syntax, argc, argv, &session) || settle(&session))
		goto out;
	if (ib_elsewhere(&session))
		ret = ib_emulate(&session, argc, argv);
	else if (!check_events(session.pmu))
		ret = ib_session_run(&session, NULL);
out:
	json_object_put(session.compare);
	free(session.command);
	return ret;
}
