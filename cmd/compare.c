// SPDX-License-Identifier: GPL-2.0-only
/* initbench compare: the judge two results files against each other. */
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "analysis/tables/ruler.h"
#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/stats/order_bits.h"
#include "lib/stats/power.h"

#define WORDS_OF(x)	#x
#define WORDS(x)	WORDS_OF(x)

typedef void (*print_fn)(const struct ib_comparison *c, const struct ib_aa *aa, int status,
			 FILE *out);

static const struct {
	const char *name;
	print_fn print;
} formats[] = {
	{ "text", ib_compare_text },
	{ "json", ib_compare_json },
	{ "junit", ib_compare_junit },
	{ "gnuplot", ib_compare_gnuplot },
	{ "cover", ib_compare_cover },
};

/*
 * struct arguments - command line
 * @file: base, patch
 * @size: smallest difference worth detecting, for --blocks; else 0
 * @orders: blocks to draw an order for, for --order; else 0
 */
struct arguments {
	const char *file[2];
	unsigned int nr_files;
	struct ib_selection select;
	print_fn print;
	bool strict;
	const char *aa;
	const char *aa_log;
	const char *results;
	double size;
	size_t orders;
	uint64_t order_bits;
	unsigned int arms;
};

enum {
	OPT_AA = 256,
	OPT_AA_LOG,
	OPT_BLOCKS,
	OPT_ORDER,
	OPT_COIN,
	OPT_ARMS,
	OPT_LANE,
	OPT_VARIANT,
};

static const struct argp_option options[] = {
	{ "delta", 'd', "CYCLES|N%", 0,
	  "a difference within +-CYCLES, or N% of the base, is \"same\"; declare it before you measure "
	  "(default: as declared in the files, else the worst error that selftest found on this "
	  "CPU type, else " WORDS(IB_RULER_GOAL) ")", 0 },
	{ "results", 'r', "DIR", 0, "where to look for this CPU type's selftest (default: results)",
	  0 },
	{ "strict", 's', 0, 0, "exit 4 if a row is neither different nor the same", 0 },
	{ "format", 'f', "FORMAT", 0,
	  "text (default), json, junit (a row is a test case), gnuplot (data of the plots), "
	  "cover (letter's paragraph)", 0 },
	{ "lane", OPT_LANE, "LANE", 0, "only rows of this lane", 0 },
	{ "variant", OPT_VARIANT, "A[,B]", 0,
	  "only variant A; with B, variant A of BASE against variant B of PATCH", 0 },
	{ "aa", OPT_AA, "FILE", 0, "the base once more, through the patch's pipeline", 0 },
	{ "aa-log", OPT_AA_LOG, "FILE", 0,
	  "where A/A results are collected (default: aa.jsonl beside the --aa file)", 0 },
	{ 0, 0, 0, 0, "For scripts that measure:", 1 },
	{ "blocks", OPT_BLOCKS, "CYCLES", 0,
	  "print how many blocks are needed to detect CYCLES, from the scale of the pilot in "
	  "BASE and PATCH, and nothing of its outcome", 1 },
	{ "order", OPT_ORDER, "N", 0, "print the order of launches of N blocks, A the base", 1 },
	{ "coin", OPT_COIN, "SEED", 0, "of --order", 1 },
	{ "arms", OPT_ARMS, "N", 0, "of --order: 2, or 3 with an A/A arm (default 2)", 1 },
	{ 0 }
};

static double positive(const char *option, const char *arg)
{
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end || !isfinite(x) || x <= 0)
		ib_wrong_usage("%s '%s'; a number above 0 is needed", option, arg);
	return x;
}

static uint64_t whole(const char *option, const char *arg, uint64_t least, uint64_t most)
{
	unsigned long long x;
	char *end;

	errno = 0;
	x = strtoull(arg, &end, 0);
	if (end == arg || *end || *arg == '-' || errno || x < least || x > most)
		ib_wrong_usage("%s '%s'; a whole number in range is needed", option, arg);
	return x;
}

static print_fn find_format(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(name, formats[i].name))
			return formats[i].print;
	ib_wrong_usage("unknown format '%s'; text, json, junit, gnuplot or cover", name);
}

static void set_variants(struct ib_selection *select, char *arg)
{
	char *comma = strchr(arg, ',');

	if (comma)
		*comma++ = '\0';
	select->base_variant = arg;
	select->patch_variant = comma ? comma : arg;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'd':
		a->select.in_percent = *arg && arg[strlen(arg) - 1] == '%';
		if (a->select.in_percent)
			arg[strlen(arg) - 1] = '\0';
		a->select.delta = positive("--delta", arg);
		return 0;
	case 'f':
		a->print = find_format(arg);
		return 0;
	case OPT_VARIANT:
		set_variants(&a->select, arg);
		return 0;
	case OPT_BLOCKS:
		a->size = positive("--blocks", arg);
		return 0;
	case OPT_ORDER:
		a->orders = whole("--order", arg, 1, 1000000);
		return 0;
	case OPT_COIN:
		a->order_bits = whole("--coin", arg, 0, UINT64_MAX);
		return 0;
	case OPT_ARMS:
		a->arms = whole("--arms", arg, 2, IB_ARMS_MAX);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void on_argument(void *input, char *path)
{
	struct arguments *a = input;

	if (a->nr_files == 2)
		ib_wrong_usage("too many files at '%s'; name BASE and PATCH", path);
	a->file[a->nr_files++] = path;
}

static const struct ib_kept kept[] = {
	{ 's', offsetof(struct arguments, strict) },
	{ 'r', offsetof(struct arguments, results) },
	{ OPT_LANE, offsetof(struct arguments, select.lane) },
	{ OPT_AA, offsetof(struct arguments, aa) },
	{ OPT_AA_LOG, offsetof(struct arguments, aa_log) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.args_doc = "BASE PATCH",
		.doc = "Judge every row that two results files have in common and print a table for "
		       "a patch mail. Rows of plain runs are paired by layout: run both sides with "
		       "the same --seed.\v"
		       "A row whose sides do not do the same work is never faster or slower: it is bug (a "
		       "side clears nothing), part (one clears less) or wrong.\n\n"
		       "Exit status: 0 no row is slower; 1 a row is slower beyond delta; 2 usage, or "
		       "files that cannot be read or compared; 3 invalid: wrong state, a patch that "
		       "clears less than its base, A/A differs, frequency moved, no row could be "
		       "judged, records left out that do not keep to the schema; 4 --strict and a row "
		       "is unresolved.",
	},
	.kept = kept,
	.on_argument = on_argument,
};

static struct ib_results *read_side(const char *path)
{
	struct ib_results *results = ib_results_new();

	ib_results_read(results, path);
	ib_results_warn(results);
	if (results->nr_runs && !results->nr_unreadable)
		return results;
	if (!results->nr_runs)
		ib_error("%s: no run in it; 'initbench run --out FILE' makes one", path);
	ib_results_free(results);
	return NULL;
}

static char *default_log(const char *aa)
{
	const char *slash = strrchr(aa, '/');

	return ib_asprintf("%.*saa.jsonl", slash ? (int)(slash + 1 - aa) : 0, aa);
}

/* Return: 0, or -1 after a message. */
static int judge_aa(const struct arguments *a, const struct ib_results *base, struct ib_aa *aa)
{
	struct ib_selection select = a->select;
	struct ib_results *again = read_side(a->aa);
	struct ib_comparison *c;
	char *log;

	select.patch_variant = select.base_variant;
	c = again ? ib_compare(base, again, 2, &select) : NULL;
	if (c) {
		if (c->invalid)
			ib_warn("%s: %s", a->aa, c->invalid);
		*aa = ib_aa_of(c);
		aa->beyond = aa->beyond || again->nr_left_out;
		aa->file = a->aa;
		aa->log = a->aa_log;
		log = a->aa_log ? ib_asprintf("%s", a->aa_log) : default_log(a->aa);
		ib_aa_record(log, c, aa);
		free(log);
	}
	ib_comparison_free(c);
	ib_results_free(again);
	return again && c ? 0 : -1;
}

static void print_blocks(const struct ib_comparison *c, double size)
{
	size_t most = IB_BLOCKS_MIN;

	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_cmp_row *row = &c->rows[i];
		size_t n;

		if (row->invalid || row->exact || row->pairs.n < 2)
			continue;
		n = ib_blocks_needed(ib_mad_scale(row->pairs.diff, row->pairs.n), size);
		most = n > most ? n : most;
	}
	printf("%zu\n", most);
}

static int compare_sides(const struct arguments *a, const struct ib_results *base,
			 const struct ib_results *patch)
{
	struct ib_comparison *c = ib_compare(base, patch, 1, &a->select);
	int status = IB_EXIT_USAGE;
	struct ib_aa aa;

	if (!c)
		return IB_EXIT_USAGE;
	if (a->size > 0) {
		print_blocks(c, a->size);
		status = ib_results_status(base, ib_results_status(patch, IB_EXIT_OK));
	} else if (!a->aa || !judge_aa(a, base, &aa)) {
		ib_compare_notes(c);
		status = ib_compare_status(c, a->aa ? &aa : NULL, a->strict);
		status = ib_results_status(base, ib_results_status(patch, status));
		a->print(c, a->aa ? &aa : NULL, status, stdout);
	}
	ib_comparison_free(c);
	return status;
}

static int print_orders(const struct arguments *a)
{
	unsigned int arm[2 * IB_ARMS_MAX];

	for (size_t block = 0; block < a->orders; block++) {
		ib_order(a->order_bits, block, a->arms, arm);
		for (size_t pos = 0; pos < 2 * a->arms; pos++)
			putchar('A' + arm[pos]);
		putchar('\n');
	}
	return IB_EXIT_OK;
}

int cmd_compare(int argc, char **argv)
{
	struct arguments a = { .print = ib_compare_text, .arms = 2, .results = "results",
			       .select = { .delta = -1, .ruler = IB_RULER_GOAL } };
	struct ib_results *base, *patch = NULL;
	int status = IB_EXIT_USAGE;

	ib_options("compare", &syntax, argc, argv, &a);
	if (a.orders)
		return print_orders(&a);
	if (a.nr_files < 2)
		ib_wrong_usage("two results files are needed: BASE and PATCH; 'initbench compare -h'");
	base = read_side(a.file[0]);
	if (base)
		patch = read_side(a.file[1]);
	a.select.by_selftest = patch && ib_ruler_find(a.results, base->runs[0], &a.select.ruler);
	if (patch)
		status = compare_sides(&a, base, patch);
	ib_results_free(patch);
	ib_results_free(base);
	return status;
}
