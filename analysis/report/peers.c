// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a comparison's verdict can be trusted: pairs of known difference, judged
 * by this suite and by others' tools (peers.jsonl, of scripts/bench-peers), and
 * bases compared with themselves (aa.jsonl).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "analysis/report/report.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/results_dir.h"
#include "lib/stats/multiplicity.h"

#define LEVEL	0.05

/* -1 faster, 0 nothing said, 1 slower: as the tool itself would have it. */
static int by_verdict(struct json_object *o)
{
	static const char *const differ[] = { "faster", "slower", "tiny" };
	const char *verdict = ib_json_text(o, "verdict");

	for (size_t i = 0; i < ARRAY_SIZE(differ); i++)
		if (!strcmp(verdict, differ[i]))
			return ib_json_number(o, "diff") > 0 ? 1 : -1;
	return 0;
}

static int direction(struct json_object *o)
{
	return ib_json_number(o, "patch") > ib_json_number(o, "base") ? 1 : -1;
}

static int by_p(struct json_object *o)
{
	return ib_json_number(o, "p") < LEVEL ? direction(o) : 0;
}

/* The error of a quotient of means, as hyperfine prints it. */
static int by_ratio(struct json_object *o)
{
	double base = ib_json_number(o, "base"), patch = ib_json_number(o, "patch");
	double ratio = fmax(base, patch) / fmin(base, patch);
	double error = ratio * hypot(ib_json_number(o, "base_sd") / base,
				     ib_json_number(o, "patch_sd") / patch);

	return ratio - error > 1 ? direction(o) : 0;
}

static const struct {
	const char *name;
	const char *rule;
	int (*says)(struct json_object *o);
} judges[] = {
	{ "initbench", "a verdict of faster, slower or tiny, all pairs judged jointly",
	  by_verdict },
	{ "google-benchmark", "compare.py's U test has p < 0.05 (CPU time)", by_p },
	{ "hyperfine", "the quotient it prints, less its ±, is above 1", by_ratio },
};

/* Cycles that a pair differs by; the first is A/A. */
static const struct {
	int cycles;
	const char *head;
} added[] = {
	{ 0, "differs, of 0 added" },
	{ 1, "slower, of 1 added" },
	{ 2, "slower, of 2 added" },
	{ 4, "slower, of 4 added" },
};

/*
 * struct score - what a judge said of pairs of one difference
 * @nr: comparisons
 * @right: said to be slower; of A/A: said to differ
 * @wrong: said to be faster
 * @invalid: not judged
 * @order_bits: what drew each comparison's layouts and orders
 * @nr_diffs: those that are numbers
 * @diff: found by each comparison
 */
struct score {
	size_t nr;
	size_t right;
	size_t wrong;
	size_t invalid;
	double *order_bits;
	size_t nr_diffs;
	double *diff;
};

/*
 * struct peers - runs of scripts/bench-peers, one revision's, one after the other
 * @utc: start of the last of them
 * @revision: which, "-" of a record that does not say
 * @nr: how many they are
 * @nr_runs: in the file, which they are the last of
 */
struct peers {
	char utc[32];
	char revision[64];
	size_t nr;
	size_t nr_runs;
	struct score score[ARRAY_SIZE(judges)][ARRAY_SIZE(added)];
	double seconds[ARRAY_SIZE(judges)];
	char version[ARRAY_SIZE(judges)][40];
};

static void forget(struct peers *p)
{
	for (size_t j = 0; j < ARRAY_SIZE(judges); j++)
		for (size_t a = 0; a < ARRAY_SIZE(added); a++) {
			free(p->score[j][a].order_bits);
			free(p->score[j][a].diff);
		}
	*p = (struct peers){ .nr_runs = p->nr_runs };
}

/* Two runs may be the same code only if what they ran is committed. */
static bool committed(const char *revision)
{
	return strcmp(revision, "-") && !strstr(revision, "unknown") && !strstr(revision, "-dirty");
}

static void begin_run(struct peers *p, struct json_object *o)
{
	const char *revision = ib_json_text(o, "revision");

	if (strcmp(revision, p->revision) || !committed(revision))
		forget(p);
	snprintf(p->utc, sizeof(p->utc), "%s", ib_json_text(o, "utc"));
	snprintf(p->revision, sizeof(p->revision), "%s", revision);
	p->nr++;
	p->nr_runs++;
}

/* The same coin draws the same comparison once more: that is none of its own. */
static bool counted(const struct score *s, double order_bits)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->order_bits[i] == order_bits)
			return true;
	return false;
}

static bool count(struct score *s, struct json_object *o, int says, bool aa)
{
	double order_bits = ib_json_number(o, "coin"), diff = ib_json_number(o, "diff");

	if (counted(s, order_bits))
		return false;
	s->order_bits = ib_realloc(s->order_bits, s->nr + 1, sizeof(*s->order_bits));
	s->order_bits[s->nr++] = order_bits;
	s->invalid += !strcmp(ib_json_text(o, "verdict"), "invalid");
	s->right += says > 0 || (aa && says);
	s->wrong += says < 0 && !aa;
	if (!isnan(diff)) {
		s->diff = ib_realloc(s->diff, s->nr_diffs + 1, sizeof(*s->diff));
		s->diff[s->nr_diffs++] = diff;
	}
	return true;
}

static void add_record(struct json_object *o, void *data)
{
	struct peers *p = data;

	if (strcmp(ib_json_text(o, "utc"), p->utc))
		begin_run(p, o);
	for (size_t j = 0; j < ARRAY_SIZE(judges); j++) {
		if (strcmp(ib_json_text(o, "judge"), judges[j].name))
			continue;
		snprintf(p->version[j], sizeof(p->version[j]), "%s", ib_json_text(o, "version"));
		for (size_t a = 0; a < ARRAY_SIZE(added); a++)
			if (ib_json_number(o, "added") == added[a].cycles &&
			    count(&p->score[j][a], o, judges[j].says(o), !added[a].cycles))
				p->seconds[j] += ib_json_number(o, "seconds");
	}
}

static void rate(struct ib_grid *g, size_t k, size_t n)
{
	double lo, hi;

	ib_clopper_pearson(k, n, LEVEL, &lo, &hi);
	if (n)
		ib_grid_cell(g, "%zu of %zu [%.0f, %.0f]", k, n, 100 * lo, 100 * hi);
	else
		ib_grid_cell(g, "-");
}

static void print_judge(struct ib_grid *g, const struct peers *p, size_t j)
{
	size_t nr = 0, wrong = 0, invalid = 0;

	ib_grid_cell(g, "%s %s", judges[j].name, p->version[j]);
	for (size_t a = 0; a < ARRAY_SIZE(added); a++) {
		const struct score *s = &p->score[j][a];

		rate(g, s->right, s->nr);
		nr += s->nr;
		wrong += s->wrong;
		invalid += s->invalid;
	}
	ib_grid_cell(g, "%zu", wrong);
	ib_grid_cell(g, "%zu", invalid);
	ib_grid_number(g, nr ? p->seconds[j] / nr : NAN, 1);
}

/* Of the judge that gives a difference in cycles. */
static void print_medians(const struct ib_report *r, struct peers *p)
{
	const char *between = ": ";

	ib_mark(r->out, "Median of the differences that %s found, in core cycles", judges[0].name);
	for (size_t a = 0; a < ARRAY_SIZE(added); a++) {
		struct score *s = &p->score[0][a];

		if (!s->nr_diffs)
			continue;
		gsl_sort(s->diff, 1, s->nr_diffs);
		ib_mark(r->out, "%s%.2f of %d added", between,
			gsl_stats_median_from_sorted_data(s->diff, 1, s->nr_diffs),
			added[a].cycles);
		between = ", ";
	}
	fputs(".\n\n", r->out);
}

static bool print_peers(const struct ib_report *r, const char *folder)
{
	struct peers p = { .nr_runs = 0 };
	char *path = ib_asprintf("%s/%s/peers.jsonl", r->dir, folder), *link;
	struct ib_grid *g;

	if (!ib_json_lines(path, r->results, "peers", add_record, &p)) {
		free(path);
		return false;
	}
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, "judge", "", true);
	for (size_t a = 0; a < ARRAY_SIZE(added); a++)
		ib_grid_column(g, added[a].head, "%", false);
	ib_grid_column(g, "said faster", "", false);
	ib_grid_column(g, "not judged", "", false);
	ib_grid_column(g, "a pair", "s", false);
	for (size_t j = 0; j < ARRAY_SIZE(judges); j++)
		print_judge(g, &p, j);
	link = ib_report_link(r, path);
	ib_mark(r->out, "%s, the last %zu of %zu runs (revision %s) in [`%s`](%s):\n\n", folder,
		p.nr, p.nr_runs, p.revision, link, link);
	free(link);
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
	print_medians(r, &p);
	forget(&p);
	free(path);
	return true;
}

/* struct aa - all A/A comparisons of a CPU */
struct aa {
	size_t nr;
	size_t flagged;
	size_t rows;
};

static void add_aa(struct json_object *o, void *data)
{
	struct aa *aa = data;

	aa->nr++;
	aa->flagged += ib_json_number(o, "flagged");
	aa->rows += ib_json_number(o, "rows");
}

static void print_aa(const struct ib_report *r, const char *folder)
{
	struct aa aa = { 0 };
	char *path = ib_asprintf("%s/%s/aa.jsonl", r->dir, folder);
	double lo, hi;

	if (ib_json_lines(path, r->results, "aa", add_aa, &aa)) {
		char *link = ib_report_link(r, path);

		ib_clopper_pearson(aa.flagged, aa.rows, LEVEL, &lo, &hi);
		ib_mark(r->out,
			"%s, in every comparison of branches the base built again: %zu of %zu rows\n"
			"flagged in %zu comparisons, %.1f to %.1f%% (95%% interval), "
			"[`%s`](%s).\n\n",
			folder, aa.flagged, aa.rows, aa.nr, 100 * lo, 100 * hi, link, link);
		free(link);
	}
	free(path);
}

static void print_rules(const struct ib_report *r)
{
	fputs("Pairs of programs that differ by exactly so many core cycles: a chain of dependent\n"
	      "`ror` behind `u64-mask` (event init, fpu none, mask mpx) is that much longer on one\n"
	      "side; on the other as many `ror` stand beside the chain. Both have the same\n"
	      "instructions; with 0 added they are one code. Before `initbench selftest` had rows\n"
	      "for such pairs the chain was of `add`, with `nop` at its end: of four cycles that\n"
	      "were added one is hidden there. Ours places it anew in every launch, the same on both\n"
	      "sides; the others get one build a side, each placed at random, since that is what\n"
	      "they are given in use. Runs of one revision are counted together. Brackets are 95%\n"
	      "intervals. A pair is said to differ when\n\n", r->out);
	for (size_t j = 0; j < ARRAY_SIZE(judges); j++)
		ib_mark(r->out, "- %s: %s\n", judges[j].name, judges[j].rule);
	fputc('\n', r->out);
}

void ib_report_evidence(const struct ib_report *r)
{
	size_t nr, found = 0;
	char **names = ib_subfolders(r->dir, r->results, &nr);

	fputs("## Evidence that a verdict can be trusted\n\n", r->out);
	for (size_t i = 0; i < nr; i++) {
		found += print_peers(r, names[i]);
		print_aa(r, names[i]);
		free(names[i]);
	}
	free(names);
	if (found)
		print_rules(r);
	else
		fputs("Pairs of known difference: not measured; `make bench-peers` does it.\n\n",
		      r->out);
}
