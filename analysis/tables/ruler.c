// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/facts.h"
#include "analysis/tables/ruler.h"
#include "lib/base/err.h"
#include "lib/schema/results_dir.h"
#include "lib/schema/row.h"

#define MAX_PAIRS	(sizeof(((struct ib_ruler *)0)->pairs) / sizeof(struct ib_reading))
#define MAX_READINGS	(sizeof(((struct ib_ruler *)0)->readings) / sizeof(struct ib_reading))

static double error(const struct ib_reading *r)
{
	return r->led.mid - r->cycles;
}

static int by_length(const void *a, const void *b)
{
	const struct ib_reading *x = a, *y = b;

	return (x->cycles > y->cycles) - (x->cycles < y->cycles);
}

static struct ib_estimate read_row(const struct ib_table *table, const char *variant)
{
	const struct ib_line *line = ib_find_line(table, (struct ib_where){ .variant = variant });

	return line ? line->cost : (struct ib_estimate){ NAN, NAN, NAN };
}

static void read_chain(const struct ib_table *table, const struct ib_line *led,
		       struct ib_ruler *ruler)
{
	struct ib_reading *r = &ruler->readings[ruler->nr];
	char bare[32];

	if (ruler->nr == MAX_READINGS || sscanf(led->row->variant, "led:%u", &r->cycles) != 1)
		return;
	snprintf(bare, sizeof(bare), "chain:%u", r->cycles);
	r->led = led->cost;
	r->bare = read_row(table, bare);
	if (!isnan(r->led.mid))
		ruler->nr++;
}

static void read_pair(const struct ib_line *l, struct ib_ruler *ruler)
{
	struct ib_reading *r = &ruler->pairs[ruler->nr_pairs];

	if (ruler->nr_pairs == MAX_PAIRS || sscanf(l->row->variant, "pair:%u", &r->cycles) != 1)
		return;
	r->led = l->cost;
	if (!isnan(r->led.mid))
		ruler->nr_pairs++;
}

bool ib_ruler_read(const struct ib_table *table, struct ib_ruler *ruler)
{
	const struct ib_line *pair;

	memset(ruler, 0, sizeof(*ruler));
	if (strcmp(table->lane, "selftest") || table->unit != IB_UNIT_CYCLES)
		return false;
	for (size_t i = 0; i < table->nr_lines; i++) {
		read_chain(table, &table->lines[i], ruler);
		read_pair(&table->lines[i], ruler);
	}
	qsort(ruler->pairs, ruler->nr_pairs, sizeof(ruler->pairs[0]), by_length);
	qsort(ruler->readings, ruler->nr, sizeof(ruler->readings[0]), by_length);
	ruler->worst = ruler->nr;
	for (size_t i = 0; i < ruler->nr; i++)
		if (ruler->worst == ruler->nr || fabs(error(&ruler->readings[i])) >
						 fabs(error(&ruler->readings[ruler->worst])))
			ruler->worst = i;
	ruler->residual = read_row(table, IB_EMPTY_BODY);
	ruler->save_restore = read_row(table, IB_SAVE_RESTORE);
	pair = ib_find_line(table, (struct ib_where){ .variant = IB_SAVE_RESTORE });
	if (pair)
		ruler->save_restore_ticks = pair->ticks;
	return ruler->nr;
}

/* The newest of the table's CPU type. Return: false if there is none. */
static bool read_ruler_of(const struct ib_study *study, const struct ib_table *table,
			  struct ib_ruler *ruler)
{
	char *cpu = ib_cpu_dir(table->runs[0]);
	bool found = false;

	/* Tables of a CPU and lane are sorted by age. */
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];
		char *other = ib_cpu_dir(t->runs[0]);
		struct ib_ruler one;

		if (!strcmp(cpu, other) && ib_ruler_read(t, &one)) {
			*ruler = one;
			found = true;
		}
		free(other);
	}
	free(cpu);
	return found;
}

double ib_ruler_of(const struct ib_study *study, const struct ib_table *table, bool *by_selftest)
{
	struct ib_ruler ruler;

	*by_selftest = read_ruler_of(study, table, &ruler);
	if (table->unit == IB_UNIT_INSNS)
		return 0;
	return *by_selftest ? fabs(error(&ruler.readings[ruler.worst])) : IB_RULER_GOAL;
}

/* Of the longest bare chain: shorter ones lose no more than they have. */
static double hidden(const struct ib_ruler *ruler)
{
	const struct ib_reading *longest = &ruler->readings[ruler->nr - 1];

	return longest->cycles - longest->bare.mid;
}

double ib_ruler_hides(const struct ib_study *study, const struct ib_table *table)
{
	struct ib_ruler ruler;

	return read_ruler_of(study, table, &ruler) ? hidden(&ruler) : NAN;
}

bool ib_ruler_find(const char *dir, const struct ib_run_rec *run, double *worst)
{
	struct ib_results *results = ib_results_new();
	char *cpu = ib_cpu_dir(run), *folder = ib_asprintf("%s/%s", dir, cpu);
	struct ib_study *study;
	const char *newest = "";
	bool found;

	ib_results_read_lane(results, folder, "selftest");
	study = ib_study_new(results);
	for (size_t i = 0; i < study->nr_tables; i++) {
		const struct ib_table *t = study->tables[i];
		const char *utc = t->runs[t->nr_runs - 1]->utc;
		struct ib_ruler ruler;

		if (strcmp(utc, newest) < 0 || !ib_ruler_read(t, &ruler))
			continue;
		newest = utc;
		*worst = fabs(error(&ruler.readings[ruler.worst]));
	}
	found = *newest;
	ib_study_free(study);
	ib_results_free(results);
	free(folder);
	free(cpu);
	return found;
}

static bool all_valid(const struct ib_reading *readings, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (fabs(error(&readings[i])) >
		    IB_RULER_LIMIT * fmax(IB_RULER_FLOOR, readings[i].cycles))
			return false;
	return true;
}

bool ib_ruler_valid(const struct ib_ruler *ruler)
{
	return ruler->nr && all_valid(ruler->readings, ruler->nr) &&
	       all_valid(ruler->pairs, ruler->nr_pairs);
}

static void print_pairs(const struct ib_ruler *ruler, const char *item, FILE *out)
{
	for (size_t i = 0; i < ruler->nr_pairs; i++)
		fprintf(out, "%s%u read %.2f", i ? ", " : item, ruler->pairs[i].cycles,
			ruler->pairs[i].led.mid);
	if (ruler->nr_pairs)
		fputs(": cycles by which pairs of the same instructions differ\n", out);
}

void ib_ruler_print(const struct ib_ruler *ruler, bool markdown, FILE *out)
{
	const char *row = markdown ? "| %u | %.2f | %+.2f | %.2f to %.2f | %s |\n"
				   : "%6u  %8.2f  %+6.2f  [%8.2f, %8.2f]  %8s\n";
	const char *item = markdown ? "- " : "";
	const struct ib_reading *worst = &ruler->readings[ruler->worst];

	fputs(markdown ? "| cycles | read | error | 95% interval | read bare |\n"
			 "| ---: | ---: | ---: | ---: | ---: |\n"
		       : "cycles      read   error          95% interval      bare\n", out);
	for (size_t i = 0; i < ruler->nr; i++) {
		const struct ib_reading *r = &ruler->readings[i];
		char bare[32] = "-";

		if (!isnan(r->bare.mid))
			snprintf(bare, sizeof(bare), "%.2f", r->bare.mid);
		fprintf(out, row, r->cycles, r->led.mid, error(r), r->led.lo, r->led.hi, bare);
	}
	fprintf(out, "\n%sworst error: %+.2f cycles, at %u cycles (goal: %.2f)\n", item,
		error(worst), worst->cycles, IB_RULER_GOAL);
	print_pairs(ruler, item, out);
	if (!isnan(ruler->residual.mid))
		fprintf(out, "%sempty body: %+.2f cycles [%.2f, %.2f]\n", item,
			ruler->residual.mid, ruler->residual.lo, ruler->residual.hi);
	if (!isnan(hidden(ruler)))
		fprintf(out, "%sa call and its return hide %.1f cycles of the longest bare chain\n",
			item, hidden(ruler));
	if (!isnan(ruler->save_restore.mid))
		fprintf(out, "%sXSAVEC + XRSTOR of one image: %.1f cycles, %.1f TSC ticks\n", item,
			ruler->save_restore.mid, ruler->save_restore_ticks.mid);
}
