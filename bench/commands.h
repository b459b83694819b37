/* SPDX-License-Identifier: GPL-2.0-only */
/* The subcommands of initbench: one file cmd_<name>.c each. */
#ifndef INITBENCH_COMMANDS_H
#define INITBENCH_COMMANDS_H

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

int cmd_analyze(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_kernels(int argc, char **argv);
int cmd_kvm_storm(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_selftest(int argc, char **argv);
int cmd_trace(int argc, char **argv);

#endif
