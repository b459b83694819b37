/* SPDX-License-Identifier: GPL-2.0-only */
/* The subcommands of initbench: one file of this folder each. */
#ifndef INITBENCH_COMMANDS_H
#define INITBENCH_COMMANDS_H

#include "lib/base/exit.h"

int cmd_analyze(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_kernels(int argc, char **argv);
int cmd_kvm_storm(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_place(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_selftest(int argc, char **argv);
int cmd_series(int argc, char **argv);
int cmd_trace(int argc, char **argv);

#endif
