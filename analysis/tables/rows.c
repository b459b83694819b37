// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "analysis/tables/again.h"
#include "analysis/tables/aggregate.h"
#include "analysis/tables/believe.h"
#include "analysis/tables/exclude.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/rank.h"
#include "analysis/tables/rows.h"
#include "analysis/tables/ruler.h"
#include "analysis/tables/supersede.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/row.h"
#include "lib/schema/row_order.h"

static const char *const unit_names[] = {
	[IB_UNIT_CYCLES] = "cycles", [IB_UNIT_TICKS] = "ticks", [IB_UNIT_INSNS] = "insns",
};

const char *ib_unit_name(enum ib_unit unit)
{
	return unit_names[unit];
}

static __attribute__((format(printf, 2, 3))) void warn(struct ib_study *s, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = ib_vasprintf(fmt, ap);
	va_end(ap);
	s->warnings = ib_realloc(s->warnings, s->nr_warnings + 1, sizeof(char *));
	s->warnings[s->nr_warnings++] = text;
}

/* What runs must share for their rows to be pooled: all that a figure could depend on. */
static const char *const setup[] = {
	"cpu/vendor", "cpu/family", "cpu/model", "cpu/stepping", "host", "cpu/name",
	"cpu/core_type", "cpu/microcode", "cpu/xcr0", "hypervisor", "clock/unit",
	"kernel/release", "kernel/cmdline", "suite/commit", "suite/compiler", "suite/cflags",
	"suite/blob_cflags", "memset", "quick", "machine",
};

static int compare_fields(const struct ib_run_rec *a, const struct ib_run_rec *b, size_t first,
			  size_t end)
{
	for (size_t i = first; i < end; i++) {
		const char *x = ib_field(a->record, setup[i]), *y = ib_field(b->record, setup[i]);
		int order = strverscmp(x ? x : "", y ? y : "");

		if (order)
			return order;
	}
	return 0;
}

static bool is_dirty(const struct ib_run_rec *run)
{
	const char *dirty = ib_field(run->record, "suite/dirty");

	return dirty && !strcmp(dirty, "true");
}

/*
 * What tables are found by. Of two builds with uncommitted changes nobody knows
 * whether they are one.
 */
static char *table_key(const struct ib_run_rec *run, const char *lane)
{
	char *key = NULL;
	size_t size;
	FILE *f = open_memstream(&key, &size);

	if (!f)
		return ib_asprintf("%s", run->id);
	fprintf(f, "%s\n%s", lane, is_dirty(run) ? run->id : "");
	for (size_t i = 0; i < ARRAY_SIZE(setup); i++) {
		const char *value = ib_field(run->record, setup[i]);

		fprintf(f, "\n%s", value ? value : "");
	}
	fclose(f);
	return key;
}

static struct ib_table *table_for(struct ib_study *s, struct ib_string_map *index,
				  const struct ib_run_rec *run, const char *lane)
{
	char *key = table_key(run, lane);
	long at = ib_string_map_find(index, key);
	struct ib_table *t;

	if (at < 0) {
		at = s->nr_tables;
		ib_string_map_set(index, key, at);
		t = ib_calloc(1, sizeof(*t));
		t->lane = lane;
		t->label = ib_cpu_label(run);
		s->tables = ib_realloc(s->tables, s->nr_tables + 1, sizeof(t));
		s->tables[s->nr_tables++] = t;
	}
	free(key);
	return s->tables[at];
}

static void add_run(struct ib_table *t, const struct ib_run_rec *run)
{
	if (t->nr_runs && t->runs[t->nr_runs - 1] == run)
		return;
	t->runs = ib_realloc(t->runs, t->nr_runs + 1, sizeof(run));
	t->runs[t->nr_runs++] = run;
}

static int by_age(const void *a, const void *b)
{
	const struct ib_run_rec *x = *(const struct ib_run_rec *const *)a;
	const struct ib_run_rec *y = *(const struct ib_run_rec *const *)b;
	int order = strcmp(x->utc, y->utc);

	return order ? order : strcmp(x->id, y->id);
}

static bool is_emulated(const struct ib_table *t)
{
	return strcmp(t->runs[0]->host, "native") != 0;
}

static int by_place(const void *a, const void *b)
{
	const struct ib_table *x = *(const struct ib_table *const *)a;
	const struct ib_table *y = *(const struct ib_table *const *)b;
	int order = is_emulated(x) - is_emulated(y);

	if (!order)
		order = compare_fields(x->runs[0], y->runs[0], 0, 5);
	if (!order)
		order = strcmp(x->lane, y->lane);
	return order ? order : by_age(&x->runs[0], &y->runs[0]);
}

/* Rows of a lane stand together: it is looked for once. */
static void add_lanes(struct ib_study *s, struct ib_string_map *index, const struct ib_run_rec *run)
{
	for (size_t j = 0; j < run->nr_rows; j++) {
		const char *lane = run->rows[j]->lane;

		if (!j || strcmp(lane, run->rows[j - 1]->lane))
			add_run(table_for(s, index, run, lane), run);
	}
}

static void collect_tables(struct ib_study *s, const struct ib_results *results)
{
	struct ib_run_rec **runs = ib_calloc(results->nr_runs, sizeof(*runs));
	struct ib_string_map *index = ib_string_map_new();

	for (size_t i = 0; i < results->nr_runs; i++)
		runs[i] = results->runs[i];
	qsort(runs, results->nr_runs, sizeof(*runs), by_age);
	for (size_t i = 0; i < results->nr_runs; i++)
		if (!runs[i]->patched)
			add_lanes(s, index, runs[i]);
	ib_string_map_free(index);
	free(runs);
	if (s->nr_tables)
		qsort(s->tables, s->nr_tables, sizeof(*s->tables), by_place);
}

static bool ends_with(const char *word, const char *end)
{
	size_t length = strlen(word), tail = strlen(end);

	return length > tail && !strcmp(word + length - tail, end);
}

static enum ib_kind kind_of(const struct ib_row_rec *row)
{
	if (!strcmp(row->lane, "selftest"))
		return IB_KIND_RULER;
	if (!strncmp(row->variant, "part:", 5))
		return IB_KIND_PART;
	if (ends_with(row->variant, IB_AGAIN))
		return IB_KIND_AA;
	return strchr(row->variant, ':') ? IB_KIND_KERNEL : IB_KIND_VARIANT;
}

/* @boot: of its run */
struct source {
	const struct ib_row_rec *row;
	size_t boot;
};

static int by_axes(const void *a, const void *b)
{
	const struct ib_row_rec *x = ((const struct source *)a)->row;
	const struct ib_row_rec *y = ((const struct source *)b)->row;
	int order = ib_compare_groups(x, y);

	return order ? order : strverscmp(x->variant, y->variant);
}

/* The table's rows of all runs; those of one line end up side by side. */
static struct source *table_rows(const struct ib_table *t, size_t *nr)
{
	struct source *rows = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->nr_runs; i++) {
		const struct ib_run_rec *run = t->runs[i];

		rows = ib_realloc(rows, n + run->nr_rows, sizeof(*rows));
		for (size_t j = 0; j < run->nr_rows; j++)
			if (!strcmp(run->rows[j]->lane, t->lane))
				rows[n++] = (struct source){ run->rows[j], t->boot[i] };
	}
	if (n)
		qsort(rows, n, sizeof(*rows), by_axes);
	*nr = n;
	return rows;
}

/* Cycles if every usable block can be given in cycles: a column has one unit. */
static void choose_unit(struct ib_study *s, struct ib_table *t, const struct source *rows,
			size_t nr)
{
	size_t calibrated = 0, usable = 0;

	t->ratio_lo = NAN;
	t->ratio_hi = NAN;
	for (size_t i = 0; i < nr; i++) {
		for (size_t j = 0; j < rows[i].row->nr_blocks; j++) {
			const struct ib_block_rec *b = &rows[i].row->blocks[j];

			usable += !b->dropped;
			calibrated += isfinite(b->ratio);
			t->ratio_lo = fmin(t->ratio_lo, b->ratio);
			t->ratio_hi = fmax(t->ratio_hi, b->ratio);
		}
	}
	t->unit = t->runs[0]->counts ? IB_UNIT_INSNS :
		  calibrated == usable ? IB_UNIT_CYCLES : IB_UNIT_TICKS;
	if (t->unit == IB_UNIT_TICKS && calibrated)
		warn(s,
		     "run %s, lane %s: only %zu of %zu blocks are calibrated; in ticks, not cycles",
		     t->runs[0]->id, t->lane, calibrated, usable);
}

static void describe_line(struct ib_line *line, const struct ib_row_rec *const *rows, size_t nr)
{
	line->row = rows[nr - 1];
	line->kind = kind_of(line->row);
	for (size_t i = 0; i < nr; i++) {
		if (rows[i]->oracle >= line->oracle) {
			line->oracle = rows[i]->oracle;
			line->note = rows[i]->note;
		}
	}
	if (line->oracle == IB_ORACLE_OK || line->oracle == IB_ORACLE_UNCHECKED)
		line->note = line->row->skip;
}

static const char *const of_boot[] = {
	"boot", "machine", "hypervisor", "cpu/microcode", "kernel/release", "kernel/cmdline",
};

bool ib_same_boot(const struct ib_run_rec *a, const struct ib_run_rec *b)
{
	for (size_t i = 0; i < sizeof(of_boot) / sizeof(of_boot[0]); i++) {
		const char *x = ib_field(a->record, of_boot[i]),
			   *y = ib_field(b->record, of_boot[i]);

		if (strcmp(x ? x : "", y ? y : ""))
			return false;
	}
	return true;
}

static void number_boots(struct ib_table *t)
{
	t->boot = ib_calloc(t->nr_runs, sizeof(*t->boot));
	for (size_t i = 0; i < t->nr_runs; i++) {
		size_t first = 0;

		while (!ib_same_boot(t->runs[first], t->runs[i]))
			first++;
		t->boot[i] = first < i ? t->boot[first] : t->nr_boots++;
	}
}

static void collect_lines(struct ib_study *s, struct ib_table *t)
{
	struct source *rows;
	const struct ib_row_rec **of_line;
	size_t *boot, nr;

	number_boots(t);
	rows = table_rows(t, &nr);
	of_line = ib_calloc(nr, sizeof(*of_line));
	boot = ib_calloc(nr, sizeof(*boot));
	choose_unit(s, t, rows, nr);
	t->lines = ib_calloc(nr, sizeof(*t->lines));
	for (size_t i = 0, j; i < nr; i = j) {
		struct ib_line *line = &t->lines[t->nr_lines++];

		for (j = i; j < nr && !by_axes(&rows[i], &rows[j]); j++) {
			of_line[j - i] = rows[j].row;
			boot[j - i] = rows[j].boot;
		}
		describe_line(line, of_line, j - i);
		ib_aggregate(line, t->unit, of_line, boot, j - i);
		s->nr_wrong += line->oracle == IB_ORACLE_WRONG;
	}
	free(boot);
	free(of_line);
	free(rows);
}

/*
 * A variant with a bug has it in every row, also where the row's own state
 * does not show it (an empty mask, RESET): it is told, and not ranked, in all.
 */
static void spread_bugs(struct ib_table *t)
{
	struct ib_string_map *bugs = ib_string_map_new();

	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].oracle == IB_ORACLE_KNOWN_BUG &&
		    ib_string_map_find(bugs, t->lines[i].row->variant) < 0)
			ib_string_map_set(bugs, t->lines[i].row->variant, i);
	for (size_t i = 0; i < t->nr_lines; i++) {
		struct ib_line *l = &t->lines[i];
		long bug = l->oracle < IB_ORACLE_KNOWN_BUG ?
			   ib_string_map_find(bugs, l->row->variant) : -1;

		if (bug < 0)
			continue;
		l->oracle = IB_ORACLE_KNOWN_BUG;
		l->note = t->lines[bug].note;
	}
	ib_string_map_free(bugs);
}

int ib_compare_draws(const struct ib_draw *a, const struct ib_draw *b)
{
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->layout > b->layout) - (a->layout < b->layout);
}

int ib_compare_place(const struct ib_line *a, const struct ib_line *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == IB_KIND_PART || a->kind == IB_KIND_KERNEL)
		return 0;
	return ib_compare_groups(a->row, b->row);
}

const char *ib_unmeasured(const struct ib_line *line)
{
	if (line->nr_blocks || line->oracle == IB_ORACLE_WRONG)
		return NULL;
	return line->row->skip ? line->row->skip : "the run ended before them";
}

static bool has_place_by_cost(const struct ib_line *l)
{
	return l->oracle != IB_ORACLE_WRONG && isfinite(l->cost.mid);
}

static int by_name(const struct ib_line *a, const struct ib_line *b)
{
	int order = strverscmp(a->row->variant, b->row->variant);

	return order ? order : ib_compare_groups(a->row, b->row);
}

/*
 * In a group: variants by cost, then what is wrong or has no figure; rulers by
 * length; parts and the kernel's operations by name.
 */
static int by_cost(const void *a, const void *b)
{
	const struct ib_line *x = a, *y = b;
	bool cost_x = has_place_by_cost(x), cost_y = has_place_by_cost(y);
	int order = ib_compare_place(x, y);

	if (order)
		return order;
	if (x->kind != IB_KIND_VARIANT)
		return by_name(x, y);
	if (cost_x != cost_y)
		return cost_x ? -1 : 1;
	if (cost_x && x->cost.mid != y->cost.mid)
		return x->cost.mid < y->cost.mid ? -1 : 1;
	return strverscmp(x->row->variant, y->row->variant);
}

static void make_groups(struct ib_table *t)
{
	qsort(t->lines, t->nr_lines, sizeof(*t->lines), by_cost);
	t->groups = ib_calloc(t->nr_lines, sizeof(*t->groups));
	for (size_t i = 0; i < t->nr_lines; i++) {
		if (!i || ib_compare_place(&t->lines[i - 1], &t->lines[i]))
			t->groups[t->nr_groups++].lines = &t->lines[i];
		t->groups[t->nr_groups - 1].nr++;
	}
}

/* More often than a level of 5 % allows, and not by chance. */
static void warn_of_again(struct ib_study *s, const struct ib_table *t)
{
	struct ib_again_tally tally = ib_again_tally(t);

	if (tally.lo > 1 - IB_LEVEL)
		warn(s, "run %s, lane %s: %zu of %zu second copies of a variant were called different "
		     "from it (A/A): do not believe what this table says of others",
		     t->runs[t->nr_runs - 1]->id, t->lane, tally.nr_flagged, tally.nr);
}

static void rank_lines(struct ib_study *s, struct ib_table *t)
{
	size_t unranked = 0;

	t->ruler = ib_ruler_of(s, t, &t->by_selftest);
	for (size_t i = 0; i < t->nr_lines; i++)
		t->lines[i].ruler = t->ruler;
	for (size_t i = 0; i < t->nr_groups; i++)
		unranked += !ib_rank(&t->groups[i]);
	if (unranked)
		warn(s, "run %s, lane %s: more than %d variants of one kind of row in %zu groups: "
		     "they are not ranked", t->runs[t->nr_runs - 1]->id, t->lane, IB_RANKED_MOST,
		     unranked);
}

void ib_regroup(struct ib_study *study, struct ib_table *table)
{
	free(table->groups);
	table->nr_groups = 0;
	make_groups(table);
	rank_lines(study, table);
}

static void warn_of_chains(struct ib_study *s, const struct ib_table *t)
{
	const struct ib_line *worst = NULL;
	size_t nr = 0;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *l = &t->lines[i];

		if (!(fabs(l->disagree) > IB_CHAINS_AGREE))
			continue;
		nr++;
		if (!worst || fabs(l->disagree) > fabs(worst->disagree))
			worst = l;
	}
	if (nr)
		warn(s, "run %s, lane %s: the add and imul chains disagree by more than %.0f%% in "
		     "%zu of %zu rows (worst %+.1f%%: %s %s %s %s): their cycles are doubtful",
		     t->runs[t->nr_runs - 1]->id, t->lane, 100 * IB_CHAINS_AGREE, nr, t->nr_lines,
		     100 * worst->disagree, worst->row->variant, worst->row->event,
		     worst->row->fpu, worst->row->mask);
}

static void warn_of_line(struct ib_study *s, const char *run, const struct ib_line *l)
{
	const struct ib_row_rec *r = l->row;

	if (l->oracle == IB_ORACLE_WRONG)
		warn(s, "run %s: %s (%s, %s, %s) is wrong: %s", run, r->variant, r->event, r->fpu,
		     r->mask, l->note ? l->note : "it left a wrong state");
	if (l->nr_blocks && l->nr_dropped == l->nr_blocks)
		warn(s, "run %s: %s (%s, %s, %s): all %zu blocks were dropped", run, r->variant,
		     r->event, r->fpu, r->mask, l->nr_blocks);
}

static void warn_of_lines(struct ib_study *s, const struct ib_table *t)
{
	const char *run = t->runs[t->nr_runs - 1]->id;
	size_t without = 0;

	for (size_t i = 0; i < t->nr_lines; i++) {
		warn_of_line(s, run, &t->lines[i]);
		without += t->lines[i].nr_layouts == 1 && isnan(t->lines[i].cost.lo);
	}
	if (without)
		warn(s, "run %s, lane %s: %zu of %zu rows have one layout: no interval, no rank; "
		     "measure at least 30", run, t->lane, without, t->nr_lines);
}

struct ib_study *ib_study_new(const struct ib_results *results)
{
	struct ib_study *s = ib_calloc(1, sizeof(*s));

	collect_tables(s, results);
	for (size_t i = 0; i < s->nr_tables; i++) {
		struct ib_table *t = s->tables[i];

		collect_lines(s, t);
		spread_bugs(t);
		make_groups(t);
		warn_of_chains(s, t);
		warn_of_lines(s, t);
		t->unbelievable = ib_unbelievable(t);
		if (t->unbelievable)
			warn(s, "run %s, lane %s: %s: do not believe this table",
			     t->runs[t->nr_runs - 1]->id, t->lane, t->unbelievable);
	}
	for (size_t i = 0; i < s->nr_tables; i++) {
		rank_lines(s, s->tables[i]);
		warn_of_again(s, s->tables[i]);
	}
	ib_supersede(s);
	ib_exclude(s);
	return s;
}

static void free_table(struct ib_table *t)
{
	for (size_t i = 0; i < t->nr_lines; i++) {
		free(t->lines[i].layout);
		free(t->lines[i].draw);
		free(t->lines[i].group);
		free(t->lines[i].block);
	}
	free(t->label);
	free(t->lines);
	free(t->groups);
	free(t->runs);
	free(t->boot);
	free(t->unbelievable);
	free(t->excluded);
	free(t->older);
	free(t->gathered);
	free(t);
}

void ib_study_free(struct ib_study *study)
{
	if (!study)
		return;
	for (size_t i = 0; i < study->nr_tables; i++)
		free_table(study->tables[i]);
	free(study->tables);
	ib_free_strings(study->warnings, study->nr_warnings);
	free(study);
}

static bool matches(const char *wanted, const char *value)
{
	return !wanted || !strcmp(wanted, value);
}

/* The kernel's operations have names of their own for what is in use and what is not. */
static bool matches_use(const char *wanted, const struct ib_line *l)
{
	if (!wanted && l->kind == IB_KIND_KERNEL)
		return true;
	return !strcmp(wanted ? wanted : "used", l->row->use);
}

const struct ib_line *ib_find_line(const struct ib_table *table, struct ib_where where)
{
	for (size_t i = 0; i < table->nr_lines; i++) {
		const struct ib_row_rec *r = table->lines[i].row;

		if (!table->lines[i].outdated && matches(where.variant, r->variant) &&
		    matches(where.event, r->event) && matches(where.fpu, r->fpu) &&
		    matches(where.mask, r->mask) && matches(where.content, r->content) &&
		    matches_use(where.use, &table->lines[i]) &&
		    !strcmp(where.temp ? where.temp : "warm", r->temp))
			return &table->lines[i];
	}
	return NULL;
}
