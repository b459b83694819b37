// SPDX-License-Identifier: GPL-2.0-only
/* The paragraph of a cover letter that says how a table came about. */
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "analysis/tables/facts.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/wrap.h"

#define COMMIT	12
#define WIDTH	75
#define INDENT	6	/* of a command's further lines */

static const char *of(const struct ib_results *side, const char *path)
{
	const char *s = ib_field(side->runs[0]->record, path);

	return s ? s : "unknown";
}

static bool is(const struct ib_results *side, const char *path, const char *value)
{
	return !strcmp(of(side, path), value);
}

static void print_side(const struct ib_results *side, const char *name, FILE *out)
{
	ib_mail(out, "  %-5s %.*s%s %s\n", name, COMMIT, of(side, "compare/commit"),
		is(side, "compare/dirty", "true") ? " with changes not committed," : "",
		of(side, "compare/ref"));
}

/* What compare-branches was told: a commit, or the files as they were. */
static const char *revision(const struct ib_results *side)
{
	return is(side, "compare/dirty", "true") ? "." : of(side, "compare/commit");
}

/* Words for a shell. Where something lay on the machine that measured is not told. */
static void print_options(const char *options, FILE *out)
{
	char *copy = ib_asprintf("%s", options), *rest = copy, *word, *words = NULL;
	size_t size;
	FILE *f = open_memstream(&words, &size);

	while (f && (word = strsep(&rest, " ")))
		if (*word)
			ib_print(f, IB_SINK_SHELL, ftell(f) > 0 ? " %s" : "%s",
				 strchr("/~", *word) ? "DIR" : word);
	if (f && !fclose(f)) {
		ib_mail(out, " \\\n%*s", INDENT, "");
		ib_wrap(words, INDENT, INDENT, WIDTH, " \\", out);
	}
	free(words);
	free(copy);
}

static void print_command(const struct ib_comparison *c, FILE *out)
{
	const char *options = ib_field(c->base->runs[0]->record, "compare/options");

	ib_print(out, IB_SINK_SHELL, "    scripts/compare-branches %.*s %.*s",
		 COMMIT, revision(c->base), COMMIT, revision(c->patch));
	if (c->in_blocks)
		ib_print(out, IB_SINK_SHELL, " \\\n      --coin %s", of(c->base, "compare/coin"));
	if (options)
		print_options(options, out);
	else
		fputc('\n', out);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* As files lie beside the cover, wherever they are now. */
static void print_judging(const struct ib_comparison *c, const struct ib_aa *aa, FILE *out)
{
	ib_print(out, IB_SINK_SHELL, "    initbench compare %s %s",
		 base_name(c->base->runs[0]->file), base_name(c->patch->runs[0]->file));
	if (aa)
		ib_print(out, IB_SINK_SHELL, " \\\n      --aa %s", base_name(aa->file));
	if (aa && aa->log)
		ib_print(out, IB_SINK_SHELL, " --aa-log %s", base_name(aa->log));
	fputc('\n', out);
}

void ib_compare_cover(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out)
{
	fputs("Measured with initbench, the difference of\n\n", out);
	print_side(c->base, "base", out);
	print_side(c->patch, "patch", out);
	ib_mail(out, "\nas comparison %s of these two. To repeat it, with initbench %.*s%pm:\n\n",
		of(c->base, "compare/ordinal"), COMMIT, of(c->base, "suite/commit"),
		is(c->base, "suite/dirty", "true") ? "\nand its changes that were not committed" :
						     "");
	print_command(c, out);
	if (c->in_blocks)
		fputs("\nThe seed draws the order of launches and their layouts.\n",
		      out);
	fputs("\nTo get the table below from the launches as measured:\n\n", out);
	print_judging(c, aa, out);
}
