// SPDX-License-Identifier: GPL-2.0-only
/* initbench selftest: the ruler measured. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis/tables/ruler.h"
#include "bench/run/session.h"
#include "cmd/commands.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

#define LAYOUTS	30

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	state->child_inputs[1] = state->input;
	return 0;
}

static const struct argp_child shared[] = { { &ib_session_argp, 0, NULL, 0 }, { 0 } };

static const struct ib_syntax syntax = {
	.argp = {
		.children = shared,
		.parser = parse,
		.doc = "Measure chains of known length, 1 to 200 core cycles, as variants are "
		       "measured, and show by how much the readings are off.\v"
		       "\"read\" is a chain behind a common lead-in; \"bare\" is the chain alone, "
		       "of which a call and its return hide some cycles. 30 blocks are measured by "
		       "default; the results file is removed unless --out names one.\n"
		       "Exit status: 0; 2 wrong usage or environment; 3 a reading is off by more than "
		       "10 %, or more than half of the blocks were dropped.",
	},
};

static int show(const char *path)
{
	struct ib_results *results = ib_results_new();
	struct ib_study *study;
	struct ib_ruler ruler;
	int ret = IB_EXIT_INVALID;

	ib_results_read(results, path);
	study = ib_study_new(results);
	for (size_t i = 0; i < study->nr_tables; i++) {
		if (!ib_ruler_read(study->tables[i], &ruler))
			continue;
		ib_ruler_print(&ruler, false, stdout);
		ret = ib_ruler_valid(&ruler) ? IB_EXIT_OK : IB_EXIT_INVALID;
	}
	if (ret)
		ib_error("the ruler cannot be trusted here: a reading is off by more than 10 %%, or there is none; is the machine busy? 'initbench doctor' shows what disturbs a measurement");
	ib_study_free(study);
	ib_results_free(results);
	return ret;
}

int cmd_selftest(int argc, char **argv)
{
	struct ib_session session = ib_session_defaults(argc, argv);
	char temporary[] = "/tmp/initbench-selftest-XXXXXX";
	int fd = -1, ret = IB_EXIT_USAGE;

	session.selection.lanes = "selftest";
	session.layouts = LAYOUTS;
	if (ib_options("selftest", &syntax, argc, argv, &session))
		goto out;
	if (!session.out) {
		fd = mkstemp(temporary);
		session.out = temporary;
	}
	ret = ib_session_run(&session, NULL);
	if (!ret)
		ret = show(session.out);
	if (fd >= 0) {
		close(fd);
		unlink(temporary);
	}
out:
	free(session.command);
	return ret;
}
