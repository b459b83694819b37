// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/exit.h"
#include "lib/base/err.h"
#include "lib/base/options.h"

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

/* What argp is given, and the subcommand's own that it is made of. */
struct parsed {
	struct argp argp;
	const struct ib_syntax *syntax;
	const char *name;
};

static error_t keep(const struct ib_syntax *syntax, int key, char *arg, void *input)
{
	for (const struct ib_kept *k = syntax->kept; k && k->key; k++) {
		void *at = (char *)input + k->at;

		if (k->key != key)
			continue;
		if (arg)
			*(const char **)at = arg;
		else
			*(bool *)at = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const struct parsed *p = (const struct parsed *)state->root_argp;
	const struct ib_syntax *syntax = p->syntax;
	error_t ret = ARGP_ERR_UNKNOWN;

	if (syntax->argp.parser)
		ret = syntax->argp.parser(key, arg, state);
	if (ret != ARGP_ERR_UNKNOWN)
		return ret;
	switch (key) {
	case ARGP_KEY_ARG:
		if (!syntax->on_argument)
			ib_wrong_usage("%s takes no argument '%s'; 'initbench %s -h' tells the options",
				       p->name, arg, p->name);
		syntax->on_argument(state->input, arg);
		return 0;
	case ARGP_KEY_NO_ARGS:
		if (syntax->missing)
			ib_wrong_usage("%s", syntax->missing);
		return 0;
	default:
		return keep(syntax, key, arg, state->input);
	}
}

error_t ib_options(const char *name, const struct ib_syntax *syntax, int argc, char **argv,
		   void *input)
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
		syntax->argp.children ? *syntax->argp.children : none,
		none,
	};
	struct parsed parsed = { syntax->argp, syntax, name };
	error_t ret;

	parsed.argp.parser = parse;
	parsed.argp.children = children;
	argp_err_exit_status = IB_EXIT_USAGE;
	argv[0] = ib_asprintf("initbench %s", name);
	ret = argp_parse(&parsed.argp, argc, argv, ARGP_NO_HELP, NULL, input);
	free(argv[0]);
	return ret;
}

int ib_add_to_list(const char **list, const char *more)
{
	*list = *list ? ib_asprintf("%s,%s", *list, more) : more;
	return 0;
}

int ib_parse_number(const char *option, const char *text, uint64_t min, uint64_t max,
		    uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 0);
	if (!errno && end != text && !*end && *text != '-' && *value >= min && *value <= max)
		return 0;
	ib_error("%s '%s': not a whole number from %llu to %llu", option, text,
		 (unsigned long long)min, (unsigned long long)max);
	return -1;
}
