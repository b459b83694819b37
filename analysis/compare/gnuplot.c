// SPDX-License-Identifier: GPL-2.0-only
/* A comparison as a script of variables and data blocks that the plots load. */
#include <ctype.h>
#include <stdbool.h>
#include <math.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "analysis/tables/facts.h"

/* In gnuplot's single quotes, with nothing that its enhanced text takes for a command. */
static void quoted(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text; text++) {
		bool plain = isascii(*text) &&
			     (isalnum(*text) || strchr(" .,:;+-/()@#%", *text));

		fputc(plain ? *text : '?', out);
	}
	fputc('\'', out);
}

static void variable(FILE *out, const char *name, const char *value)
{
	fprintf(out, "%s = ", name);
	quoted(out, value ? value : "?");
	fputc('\n', out);
}

/* Beyond every plot; gnuplot leaves a point out as soon as one of its numbers is none. */
#define BEYOND	1e30

static void number(FILE *out, double x, double otherwise)
{
	fprintf(out, " %.7g", isfinite(x) ? x : otherwise);
}

/* row, difference, interval; beyond the plot what is not known or has no end */
static void print_rows(const struct ib_comparison *c, FILE *out)
{
	fprintf(out, "rows = %zu\narray name[rows]\narray verdict[rows]\n", c->nr_rows);
	for (size_t i = 0; i < c->nr_rows; i++) {
		fprintf(out, "name[%zu] = ", i + 1);
		quoted(out, c->rows[i].name);
		fprintf(out, "\nverdict[%zu] = ", i + 1);
		quoted(out, ib_row_verdict(&c->rows[i]));
		fputc('\n', out);
	}
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

	fputs("# Made by 'initbench compare --format gnuplot'.\n", out);
	variable(out, "cpu", ib_field(base->record, "cpu/name"));
	variable(out, "unit", ib_unit_name(c->unit));
	variable(out, "units", ib_units_name(c->units));
	variable(out, "base", refs[0] ? refs[0] : "base");
	variable(out, "patch", refs[1] ? refs[1] : "patch");
	fprintf(out, "delta = %.7g\n", c->delta);
	print_rows(c, out);
	print_units(c, out);
}
