// SPDX-License-Identifier: GPL-2.0-only
/* What llvm-mca predicts for CPUs that are not at hand, and how far it is off on one that is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/facts.h"
#include "lib/base/err.h"
#include "lib/schema/mca.h"
#include "lib/schema/results_dir.h"

/* Rows below so many cycles have no error in percent that means anything. */
#define LEAST	10

static const char *word(struct json_object *o, const char *key)
{
	const char *s = ib_field(o, key);

	return s ? s : "?";
}

static bool is_clear(struct json_object *row)
{
	return !strcmp(word(row, "fpu"), "none") && !strcmp(word(row, "mask"), IB_CONTENDERS_MASK);
}

/* The CPU that the code was traced on, where it was measured too. */
static const struct ib_table *measured(const struct ib_report *r, const char *folder)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i))) {
		char *dir = ib_cpu_dir(t->runs[0]);
		bool same = !strcmp(dir, folder);

		free(dir);
		if (same)
			return t;
	}
	return NULL;
}

static void print_code(const struct ib_report *r, const struct ib_mca *m)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);

	ib_mark(r->out,
		"The executed path of each clear, mask %s, empty call included, and its uops "
		"by model. \"Code\": bytes of code that are executed at all.\n\n",
		IB_CONTENDERS_MASK);
	ib_grid_column(g, "variant", "", true);
	ib_grid_column(g, "insns", "", false);
	ib_grid_column(g, "branches", "", false);
	ib_grid_column(g, "taken", "", false);
	ib_grid_column(g, "code", "", false);
	for (size_t k = 0; k < m->nr_models; k++)
		ib_grid_column(g, ib_mca_name(m->model[k]), "", false);
	for (size_t i = 0; i < m->nr_rows; i++) {
		struct json_object *row = m->row[i];

		if (!is_clear(row))
			continue;
		ib_grid_cell(g, "`%s`%s%s", word(row, "variant"), ib_field(row, "bug") ? ": " : "",
			     ib_field(row, "bug") ? ib_field(row, "bug") : "");
		ib_grid_number(g, ib_mca_number(row, "insns"), 0);
		ib_grid_number(g, ib_mca_number(row, "branches"), 0);
		ib_grid_number(g, ib_mca_number(row, "taken"), 0);
		ib_grid_number(g, ib_mca_number(row, "bytes"), 0);
		for (size_t k = 0; k < m->nr_models; k++) {
			struct ib_prediction p = { .uops = NAN };

			ib_mca_predict(m, m->model[k], row, &p);
			ib_grid_number(g, p.uops, 0);
		}
	}
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
}

static const struct ib_line *line_of(const struct ib_table *t, struct json_object *row)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = word(row, "variant"), .event = "init", .fpu = word(row, "fpu"),
		.mask = word(row, "mask"), .content = "sse" });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

/**
 * struct score - predictions beside measurements
 * @nr: rows that have both
 * @bound: sum of |error| of the bound, in percent
 * @pass: the same of the pass
 * @other: rows whose measured code has another number of instructions
 * @pairs: of variants that the measurement can tell apart
 * @same: of them, those that the bound puts in the same order
 */
struct score {
	size_t nr;
	double bound;
	double pass;
	size_t other;
	size_t pairs;
	size_t same;
};

static bool is_other_code(const struct ib_mca *m, struct json_object *row,
			  const struct ib_line *l)
{
	struct json_object *empty = ib_mca_row(m, "empty", "none", "none");

	return l->row->insns >= 0 &&
	       l->row->insns != ib_mca_number(row, "insns") - ib_mca_number(empty, "insns");
}

static double off(double predicted, const struct ib_line *l)
{
	return 100 * (predicted / l->cost.mid - 1);
}

/* Of the others only the averages are told. */
static bool is_listed(struct json_object *row)
{
	for (size_t i = 0; i < IB_CONTENDERS; i++)
		if (!strcmp(word(row, "variant"), ib_contender_ids[i]))
			return true;
	return !strcmp(word(row, "variant"), "merged-memset");
}

static void compare_row(const struct ib_mca *m, const struct ib_table *t, struct json_object *row,
			struct ib_grid *g, struct score *s)
{
	const struct ib_line *l = line_of(t, row);
	struct ib_prediction p;

	if (!l || !ib_mca_predict(m, ib_mca_host(m), row, &p))
		return;
	s->nr++;
	s->bound += fabs(off(p.bound, l));
	s->pass += fabs(off(p.pass, l));
	s->other += is_other_code(m, row, l);
	if (!is_listed(row))
		return;
	ib_grid_cell(g, "`%s`, mask %s", word(row, "variant"), word(row, "mask"));
	ib_report_cost(g, t, l);
	ib_grid_number(g, p.bound, 1);
	ib_grid_cell(g, "%+.0f%%", off(p.bound, l));
	ib_grid_number(g, p.pass, 0);
	ib_grid_cell(g, "%+.0f%%", off(p.pass, l));
}

/* The whole job, and dear enough for an error in percent beside the empty call's. */
static bool is_comparable(const struct ib_mca *m, const struct ib_table *t,
			  struct json_object *row)
{
	const struct ib_line *l = line_of(t, row);

	return !strcmp(word(row, "fpu"), "none") && l && l->rank && l->cost.mid > LEAST;
}

static void count_pairs(const struct ib_mca *m, const struct ib_table *t, struct score *s)
{
	for (size_t i = 0; i < m->nr_rows; i++) {
		for (size_t k = i + 1; k < m->nr_rows; k++) {
			struct json_object *x = m->row[i], *y = m->row[k];
			const struct ib_line *a = line_of(t, x), *b = line_of(t, y);
			struct ib_prediction p, q;

			if (!is_comparable(m, t, x) || !is_comparable(m, t, y) ||
			    strcmp(word(x, "mask"), word(y, "mask")) || !ib_distinct(a, b) ||
			    !ib_mca_predict(m, ib_mca_host(m), x, &p) ||
			    !ib_mca_predict(m, ib_mca_host(m), y, &q))
				continue;
			s->pairs++;
			s->same += ib_cheaper(a, b) == (p.bound < q.bound);
		}
	}
}

/* XSAVE and XRSTOR: LLVM's figures for them are made up. */
static void print_microcode(const struct ib_report *r, const struct ib_mca *m,
			    const struct ib_table *t)
{
	struct json_object *row = ib_mca_row(m, "u64-mask", "putload", IB_CONTENDERS_MASK);
	const struct ib_line *l = row ? line_of(t, row) : NULL;
	struct ib_prediction p;

	if (!l || !ib_mca_predict(m, ib_mca_host(m), row, &p))
		return;
	ib_mark(r->out, "- With the state live the model says %.0f for `u64-mask` and %.1f were "
		"measured (%+.0f%%): it takes each XSAVE and XRSTOR for one slow instruction. That "
		"figure is of no use. ", p.pass, l->cost.mid, off(p.pass, l));
	fputc('\n', r->out);
}

static void print_errors(const struct ib_report *r, const struct ib_mca *m,
			 const struct ib_table *t)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	struct score s = { .nr = 0 };

	ib_grid_column(g, "clear of", "", true);
	ib_grid_column(g, "measured", ib_unit_name(t->unit), false);
	ib_grid_column(g, "busiest resource", "cycles", false);
	ib_grid_column(g, "error", "", false);
	ib_grid_column(g, "one pass", "cycles", false);
	ib_grid_column(g, "error", "", false);
	for (size_t i = 0; i < m->nr_rows; i++)
		if (is_comparable(m, t, m->row[i]))
			compare_row(m, t, m->row[i], g, &s);
	count_pairs(m, t, &s);
	ib_mark(r->out, "On %s, which LLVM takes for %s, beside what was measured (some of the "
		"%zu rows above %d cycles):\n\n", t->label, ib_mca_name(ib_mca_host(m)), s.nr,
		LEAST);
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
	if (s.nr)
		ib_mark(r->out, "- On average the busiest resource is off by %.0f%%, one pass by "
			"%.0f%%: read the %s figure of the plot. To carry a measured clear over to "
			"another core, multiply it by the ratio of that figure on the two models.\n",
			s.bound / s.nr, s.pass / s.nr, s.bound < s.pass ? "upper" : "lower");
	if (s.pairs)
		ib_mark(r->out, "- Of %zu pairs of variants that the measurement can tell apart the "
			"model has %zu in the same order.\n", s.pairs, s.same);
	if (s.other)
		ib_mark(r->out, "- **%zu of %zu rows were traced on code of another length than was "
			"measured**; `make mca` anew.\n", s.other, s.nr);
	print_microcode(r, m, t);
	fputc('\n', r->out);
}

static void print_cores(const struct ib_report *r, const struct ib_mca *m)
{
	fputs("Which cores share a model (LLVM has none of its own for some, and lends them a\n"
	      "relative's, even a big core's to a small one):\n\n", r->out);
	for (size_t k = 0; k < m->nr_models; k++) {
		struct json_object *cores = json_object_object_get(m->model[k], "cores");

		ib_mark(r->out, "- %s: ", ib_mca_name(m->model[k]));
		for (size_t i = 0; i < json_object_array_length(cores); i++)
			ib_mark(r->out, "%s%s", i ? ", " : "",
				json_object_get_string(json_object_array_get_idx(cores, i)));
		fputc('\n', r->out);
	}
	fputc('\n', r->out);
}

static char *models_of(const struct ib_report *r, const struct ib_mca *m)
{
	struct ib_report inner = *r;
	char *text = NULL;
	size_t size;

	inner.out = open_memstream(&text, &size);
	if (!inner.out)
		return ib_asprintf("%s", "");
	print_code(&inner, m);
	print_cores(&inner, m);
	fclose(inner.out);
	return text;
}

/* What two CPUs' files have in common is said of the first. */
static void print_models(const struct ib_report *r, const struct ib_mca *m, const char *folder,
			 char **last)
{
	char *text = models_of(r, m), *path = ib_asprintf("%s/%s", r->dir, folder);

	if (*last && !strcmp(*last, text)) {
		fputs("The paths and the models are those above.\n\n", r->out);
	} else {
		ib_report_plot(r, path, "mca", "Predicted cycles of each variant on each model");
		fputs(text, r->out);
	}
	free(path);
	free(*last);
	*last = text;
}

static void print_mca(const struct ib_report *r, const struct ib_mca *m, const char *folder,
		      char **last)
{
	const struct ib_table *t = measured(r, folder);
	char *link = ib_report_link(r, m->file);

	ib_mark(r->out,
		"On %s every clear was single-stepped (built by %s), and the instructions it "
		"executed were given to llvm-mca of LLVM %s: [`%s`](%s).\n\n",
		word(m->about, "cpu"), word(m->about, "compiler"), word(m->about, "llvm"), link,
		link);
	free(link);
	print_models(r, m, folder, last);
	if (t && ib_mca_host(m))
		print_errors(r, m, t);
}

static size_t print_all(const struct ib_report *r)
{
	size_t nr, found = 0;
	char **names = ib_subfolders(r->dir, r->results, &nr), *last = NULL;

	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s/" IB_MCA_FILE, r->dir, names[i]);
		struct ib_mca *m = ib_mca_read(path, r->results);

		if (m) {
			print_mca(r, m, names[i], &last);
			found++;
		}
		ib_mca_free(m);
		free(path);
		free(names[i]);
	}
	free(names);
	free(last);
	return found;
}

void ib_report_mca(const struct ib_report *r)
{
	fputs("## CPUs not at hand: what a model predicts\n\n"
	      "Two figures frame the truth: what the *busiest resource* takes, as if everything\n"
	      "overlapped; and *one pass* from an empty pipeline, as its latencies have it. Both are\n"
	      "less the empty call's.\n\n", r->out);
	if (print_all(r))
		fputs("What the model cannot know: microcode (XSAVE, XRSTOR, XGETBV, REP: it has\n"
		      "placeholders); branch prediction (every branch is taken to be predicted); caches and\n"
		      "TLBs (every access hits L1, every line of code is in the uop cache); that a load waits\n"
		      "for the store that it reads from (it takes them for independent); the stack engine.\n\n",
		      r->out);
	else
		fputs("Not predicted: `make mca` does it.\n\n", r->out);
}
