/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of a subcommand: argp, with -h, and with the suite's exit status. */
#ifndef INITBENCH_OPTIONS_H
#define INITBENCH_OPTIONS_H

#include <argp.h>
#include <stdint.h>

/**
 * struct ib_kept - an option that needs no more than being kept
 * @key: of its struct argp_option
 * @at: offset in the input of ib_options() of a const char *, which becomes its
 *      argument, or, where it has none, of a bool, which becomes true
 */
struct ib_kept {
	int key;
	size_t at;
};

/**
 * struct ib_syntax - what a subcommand's command line may hold
 * @argp: its options without -h, a parser of those that are not in @kept (or
 *        NULL), and one child at most
 * @kept: other options, behind the last one a key of 0; or NULL
 * @on_argument: called with the input for each argument that is no option; NULL:
 *        there are none, unless the parser takes them
 * @missing: what is said if there is none, with the remedy; NULL: it is fine
 */
struct ib_syntax {
	struct argp argp;
	const struct ib_kept *kept;
	void (*on_argument)(void *input, char *argument);
	const char *missing;
};

/**
 * ib_options() - parse a subcommand's arguments
 * @name: the subcommand
 * @syntax: what may be there
 * @argc: as given to the subcommand
 * @argv: likewise; argv[0] is replaced
 * @input: for the parser and @syntax
 *
 * -h and --help print what there is and exit 0; what is wrong ends the
 * program with IB_EXIT_USAGE after a message, except for errors that the
 * parser returns.
 *
 * Return: 0, or the error that the parser returned.
 */
error_t ib_options(const char *name, const struct ib_syntax *syntax, int argc, char **argv,
		   void *input);

/**
 * ib_add_to_list() - keep the argument of an option that may be given again
 * @list: what was given before, comma-separated, or NULL; set
 * @more: what is added to it
 *
 * Return: 0, for a parser.
 */
int ib_add_to_list(const char **list, const char *more);

/**
 * ib_parse_number() - a whole number of an option
 * @option: its name, for the message
 * @text: what was given
 * @min: smallest valid value
 * @max: largest
 * @value: set
 *
 * Return: 0, or -1 after a message.
 */
int ib_parse_number(const char *option, const char *text, uint64_t min, uint64_t max,
		    uint64_t *value);

#endif
