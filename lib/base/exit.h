/* SPDX-License-Identifier: GPL-2.0-only */
/* What a subcommand's exit status means. */
#ifndef INITBENCH_EXIT_H
#define INITBENCH_EXIT_H

/**
 * enum ib_exit - exit statuses of every subcommand
 * @IB_EXIT_OK: done
 * @IB_EXIT_SLOWER: compare: at least one row is slower beyond delta
 * @IB_EXIT_USAGE: wrong usage, missing environment or a build that failed;
 *                 nothing was measured
 * @IB_EXIT_INVALID: measured, but not to be believed (wrong state, A/A, counters)
 * @IB_EXIT_UNRESOLVED: compare --strict: a row is neither different nor same
 * @IB_EXIT_INTERRUPTED: SIGINT or SIGTERM; what was finished is kept
 */
enum ib_exit {
	IB_EXIT_OK = 0,
	IB_EXIT_SLOWER = 1,
	IB_EXIT_USAGE = 2,
	IB_EXIT_INVALID = 3,
	IB_EXIT_UNRESOLVED = 4,
	IB_EXIT_INTERRUPTED = 130,
};

#endif
