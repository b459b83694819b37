// SPDX-License-Identifier: GPL-2.0-only
/* A comparison as a script of variables and data blocks that the plots load. */
#include <stdbool.h>
#include <math.h>

#include "analysis/compare/output.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"

/*
 * Text is a block of data: a number, a blank, text in quotes. gnuplot takes
 * nothing in it for a command, and no terminal takes it for markup: style.gp.
 */
static void print_words(const struct ib_comparison *c, const char *const *words, size_t nr,
			FILE *out)
{
	size_t n = 0;

	fputs("$words << END\n", out);
	for (size_t i = 0; i < nr; i++)
		ib_print(out, IB_SINK_GNUPLOT, "%zu \"%s\"\n", ++n, words[i] ? words[i] : "?");
	for (size_t i = 0; i < c->nr_rows; i++, n += 2)
		ib_print(out, IB_SINK_GNUPLOT, "%zu \"%s\"\n%zu \"%s\"\n", n + 1, c->rows[i].name,
			 n + 2, ib_row_verdict(&c->rows[i]));
	fprintf(out, "END\narray word[%zu]\n"
		"stats $words using (word[int($1)] = strcol(2), 0) nooutput\n", n);
}

/* Beyond every plot; gnuplot leaves a point out as soon as one of its numbers is none. */
#define BEYOND	1e30

static void number(FILE *out, double x, double otherwise)
{
	fprintf(out, " %.7g", isfinite(x) ? x : otherwise);
}

/*
 * row, difference, interval; beyond the plot what is not known or has no end. Their words
 * follow the first @words.
 */
static void print_rows(const struct ib_comparison *c, size_t words, FILE *out)
{
	fprintf(out, "rows = %zu\narray name[rows]\narray verdict[rows]\n", c->nr_rows);
	for (size_t i = 0; i < c->nr_rows; i++)
		fprintf(out, "name[%zu] = word[%zu]\nverdict[%zu] = word[%zu]\n", i + 1,
			words + 2 * i + 1, i + 1, words + 2 * i + 2);
	fputs("$row << END\n", out);
	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_walsh *w = &c->rows[i].judgement.walsh;

		fprintf(out, "%zu", i + 1);
		number(out, c->rows[i].invalid ? NAN : w->hl, BEYOND);
		number(out, c->rows[i].invalid ? NAN : w->lo, -BEYOND);
		number(out, c->rows[i].invalid ? NAN : w->hi, BEYOND);
		fputc('\n', out);
	}
	fputs("END\n", out);
}

/* Of each row a block: unit from 1, base, patch, difference; unit 0 if there is none */
static void print_units(const struct ib_comparison *c, FILE *out)
{
	fputs("$unit << END\n", out);
	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_pairs *p = &c->rows[i].pairs;

		for (size_t k = 0; k < p->n; k++)
			fprintf(out, "%zu %.7g %.7g %.7g\n", k + 1, p->base[k], p->patch[k],
				p->diff[k]);
		fputs(p->n ? "\n\n" : "0 0 0 0\n\n\n", out);
	}
	fputs("END\n", out);
}

void ib_compare_gnuplot(const struct ib_comparison *c, const struct ib_aa *aa, int status,
			FILE *out)
{
	const struct ib_run_rec *base = c->base->runs[0], *patch = c->patch->runs[0];
	const char *refs[] = { ib_field(base->record, "compare/ref"),
			       ib_field(patch->record, "compare/ref") };
	static const char *const names[] = { "cpu", "unit", "units", "base", "patch" };
	const char *const words[] = {
		ib_field(base->record, "cpu/name"), ib_unit_name(c->unit),
		ib_units_name(c->units), refs[0] ? refs[0] : "base", refs[1] ? refs[1] : "patch",
	};

	fputs("# Made by 'initbench compare --format gnuplot'.\n", out);
	print_words(c, words, ARRAY_SIZE(words), out);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		fprintf(out, "%s = word[%zu]\n", names[i], i + 1);
	fprintf(out, "delta = %.7g\n", c->in_percent ? 0 : c->delta);
	print_rows(c, ARRAY_SIZE(words), out);
	print_units(c, out);
}
