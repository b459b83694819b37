/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of a subcommand: argp, with -h, and with the suite's exit status. */
#ifndef INITBENCH_OPTIONS_H
#define INITBENCH_OPTIONS_H

#include <argp.h>

/**
 * ib_options() - parse a subcommand's arguments
 * @name: the subcommand
 * @argp: its options and parser, without -h, and one child at most
 * @argc: as given to the subcommand
 * @argv: likewise; argv[0] is replaced
 * @input: for the parser
 *
 * -h and --help print what there is and exit 0; what is wrong ends the
 * program with IB_EXIT_USAGE after a message, except for errors that the
 * parser returns.
 *
 * Return: 0, or the error that the parser returned.
 */
error_t ib_options(const char *name, const struct argp *argp, int argc, char **argv, void *input);

#endif
