// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/schema/of_run.h"

/* The field of each type that names the run. */
static const struct {
	const char *type;
	int run;
} fields[] = {
	{ "row", IB_ROW_RUN },
	{ "block", IB_BLOCK_RUN },
	{ "end", IB_END_RUN },
};

const char *ib_run_tail(const char *run)
{
	const char *last = strrchr(run, '-');

	return last ? last + 1 : run;
}

bool ib_is_of_run(const struct ib_parser *p, const char *run)
{
	const char *type = ib_parse_type_name(p), *name = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (!strcmp(type, fields[i].type))
			name = ib_parse_text(p, fields[i].run);
	return !name || !strcmp(name, run) || !strcmp(name, ib_run_tail(run));
}

bool ib_run_may_begin(const struct ib_parser *p, const struct ib_line *line)
{
	static const char run[] = "\"type\":\"run\"";
	const char *type = ib_parse_type_name(p);

	return (type && !strcmp(type, "run")) ||
	       memmem(line->text, line->length, run, sizeof(run) - 1);
}
