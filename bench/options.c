// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "bench/commands.h"
#include "bench/err.h"
#include "bench/options.h"

enum { KEY_USAGE = 0x1000 };

static error_t parse_help(int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case 'h':
		argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
		return 0;
	case KEY_USAGE:
		argp_state_help(state, stdout, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

error_t ib_options(const char *name, const struct argp *argp, int argc, char **argv, void *input)
{
	static const struct argp_option help_options[] = {
		{ "help", 'h', NULL, 0, "print this and exit", -1 },
		{ "usage", KEY_USAGE, NULL, 0, "print the options alone and exit", -1 },
		{ 0 },
	};
	static const struct argp help = { .options = help_options, .parser = parse_help };
	const struct argp_child none = { 0 };
	const struct argp_child children[] = {
		{ &help, 0, NULL, -1 },
		argp->children ? *argp->children : none,
		none,
	};
	struct argp with_help = *argp;
	error_t ret;

	with_help.children = children;
	argp_err_exit_status = IB_EXIT_USAGE;
	argv[0] = ib_asprintf("initbench %s", name);
	ret = argp_parse(&with_help, argc, argv, ARGP_NO_HELP, NULL, input);
	free(argv[0]);
	return ret;
}
