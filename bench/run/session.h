/* SPDX-License-Identifier: GPL-2.0-only */
/* From a plan to a results file: what `run` and `selftest` share. */
#ifndef INITBENCH_SESSION_H
#define INITBENCH_SESSION_H

#include <argp.h>

#include "bench/run/plan.h"
#include "bench/run/run.h"

#define IB_FULL_LAYOUTS		60
#define IB_QUICK_LAYOUTS	8

/*
 * The study: some 600 rows, 3 s a layout where a quiet core runs at 3.7 GHz. Some
 * blocks of each row are dropped; 30 are to be left. A slow machine stops in time.
 */
#define IB_STUDY_LAYOUTS	40
#define IB_STUDY_SECONDS	780

/**
 * struct ib_session - what the command line said
 * @selection: of rows
 * @host: to measure on; NULL for this one
 * @cpu: to pin to; -1 for the last one this process may use
 * @layouts: see struct ib_run
 * @budget: see struct ib_run
 * @processes: see struct ib_run; 0: by the number of layouts
 * @spacing: see struct ib_run; below 0: by what is measured
 * @wait: until another measurement on this machine has ended
 * @quick: fewer layouts than a figure that is published needs; recorded
 * @seed: see struct ib_run
 * @pmu: see struct ib_run
 * @compare: "compare" of the run record, or NULL
 * @machine: "machine" of the run record, or NULL
 * @out: results file; NULL for results/<cpu>/<run>.jsonl
 * @command: for the run record
 */
struct ib_session {
	struct ib_selection selection;
	const char *host;
	int cpu;
	unsigned int layouts;
	double budget;
	unsigned int processes;
	double spacing;
	bool wait;
	bool quick;
	uint64_t seed;
	const char *pmu;
	struct json_object *compare;
	const char *machine;
	const char *out;
	char *command;
};

/**
 * ib_session_defaults() - a session before options are read
 * @argc: for the run record
 * @argv: likewise
 *
 * The seed is drawn from the kernel. Of paths on the command line only the last
 * part is recorded: results are shared.
 */
struct ib_session ib_session_defaults(int argc, char **argv);

/**
 * ib_session_run() - plan, pin, survey, measure, write
 * @session: options
 * @path: if not NULL, set to the results file's name, freed by the caller
 *
 * Return: an enum ib_exit, after messages.
 */
int ib_session_run(const struct ib_session *session, char **path);

/**
 * ib_session_argp - options of all that measure: --cpu, --blocks, --seed, --machine, --out
 *
 * To be a child of a subcommand's, which passes it a struct ib_session as its
 * input.
 */
extern const struct argp ib_session_argp;

#endif
