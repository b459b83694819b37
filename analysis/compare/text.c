// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table for a patch mail. Every line is indented, so that none can be taken
 * for the "---" that ends a commit message or for a patch.
 */
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/output.h"
#include "analysis/tables/facts.h"
#include "analysis/tables/operation.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/stats/multiplicity.h"

#define WIDTH		75
#define INDENT		2
#define FACT_INDENT	8
#define NAME_WIDTH	16
#define VALUE_WIDTH	7
#define DIFF_WIDTH	7
#define PERCENT_WIDTH	6
#define LIMIT_WIDTH	6
#define LIMIT_DECIMALS	3
#define INSNS_WIDTH	6

#define EXACT \
	"exact: counted (the commonest count), not estimated; faster/slower is fewer/more " \
	"instructions, same is equal"

/*
 * Prints @text from column @indent on, broken at blanks before column WIDTH, further
 * lines indented alike.
 */
static void wrap(FILE *out, const char *text, size_t indent)
{
	size_t col = indent;

	while (*text) {
		size_t blanks = strspn(text, " "), len = strcspn(text + blanks, " ");

		if (col > indent && col + blanks + len > WIDTH) {
			ib_mail(out, "\n%*s", (int)indent, "");
			col = indent;
			text += blanks;
			blanks = 0;
		}
		fwrite(text, 1, blanks + len, out);
		col += blanks + len;
		text += blanks + len;
	}
	fputc('\n', out);
}

static __attribute__((format(printf, 4, 5))) void paragraph(FILE *out, const char *label,
							     size_t indent, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = ib_vformat(IB_SINK_MAIL, fmt, ap);
	va_end(ap);
	ib_mail(out, "%*s%-*s", INDENT, "", (int)(indent - INDENT), label);
	wrap(out, text, indent);
	free(text);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void print_side(FILE *out, const char *label, const struct ib_results *results)
{
	const struct ib_run_rec *run = results->runs[0];
	const char *commit = ib_field_or(run->record, "compare/commit",
					 ib_field_or(run->record, "suite/commit", "?"));
	const char *dirty = ib_field_or(run->record, "compare/dirty",
					ib_field_or(run->record, "suite/dirty", "false"));

	paragraph(out, label, FACT_INDENT, "%.12s%s %s", commit,
		  strcmp(dirty, "true") ? "" : "-dirty",
		  ib_field_or(run->record, "compare/ref", base_name(run->file)));
}

static void print_cpu(FILE *out, const struct ib_comparison *c)
{
	const struct ib_run_rec *run = c->base->runs[0];

	paragraph(out, "cpu", FACT_INDENT, "%s %s-%s-%s ucode %s, cpu%s, %s%s%s", ib_cpu_name(run),
		  ib_field_or(run->record, "cpu/family", "?"),
		  ib_field_or(run->record, "cpu/model", "?"),
		  ib_field_or(run->record, "cpu/stepping", "?"),
		  ib_field_or(run->record, "cpu/microcode", "not shown"),
		  ib_field_or(run->record, "cpu/index", "?"), ib_unit_words(c->unit),
		  run->counts ? ", emulated by " : run->guest_of ? ", guest of " : "",
		  run->counts ? run->host : run->guest_of ? run->guest_of : "");
}

static const char *ordinals(const struct ib_comparison *c, char *text, size_t size)
{
	const struct ib_run_rec *base = c->base->runs[0], *patch = c->patch->runs[0];
	const char *count = ib_field_or(base->record, "compare/ordinal", NULL);

	if (count)
		snprintf(text, size, "comparison %s of these two", count);
	else
		snprintf(text, size, "runs %s and %s of their kind",
			 ib_field_or(base->record, "ordinal", "?"),
			 ib_field_or(patch->record, "ordinal", "?"));
	return text;
}

static void print_runs(FILE *out, const struct ib_comparison *c)
{
	char count[64], fewest[32] = "";

	ordinals(c, count, sizeof(count));
	if (c->fewest_units < c->nr_units)
		snprintf(fewest, sizeof(fewest), "%zu to ", c->fewest_units);
	if (c->in_blocks)
		paragraph(out, "runs", FACT_INDENT,
			  "%zu blocks x %u launches, order %s; %s%zu %s are the units; %s",
			  c->nr_blocks, 2 * c->arms,
			  c->by_coin ? "by coin" : "not drawn from a recorded seed", fewest,
			  c->nr_units, ib_units_name(c->units), count);
	else
		paragraph(out, "runs", FACT_INDENT,
			  "%s%zu layout%s, the same on both sides, %s; %s", fewest,
			  c->nr_units, c->nr_units == 1 ? "" : "s",
			  c->nr_units == 1 ? "is the unit" : "are the units", count);
}

/* What all rows share, so that their names need not say it. */
static void print_rows_fact(FILE *out, const struct ib_comparison *c)
{
	const struct ib_row_rec *b = c->rows[0].base, *p = c->rows[0].patch;
	bool variant = true, content = true, use = true, temp = true;
	bool mask = ib_operation_name(b->variant), rest = !mask && !strcmp(b->use, "rest");
	/* What runs in the kernel is the kernel's, too. */
	const char *release = strcmp(b->lane, "kvm") && strcmp(b->lane, "kmod") ? NULL :
			      ib_field(c->base->runs[0]->record, "kernel/release");
	char *text;

	for (size_t i = 1; i < c->nr_rows; i++) {
		variant &= !strcmp(c->rows[i].base->variant, b->variant);
		mask &= !strcmp(c->rows[i].base->mask, b->mask);
		content &= !strcmp(c->rows[i].base->content, b->content);
		use &= !strcmp(c->rows[i].base->use, b->use);
		temp &= !strcmp(c->rows[i].base->temp, b->temp);
	}
	text = ib_asprintf("lane %s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s", b->lane,
			   release ? " of Linux " : "", release ? release : "",
			   b->proxy ? " (a proxy)" : "",
			   variant ? ", " : "", variant ? b->variant : "",
			   variant && strcmp(b->variant, p->variant) ? " against " : "",
			   variant && strcmp(b->variant, p->variant) ? p->variant : "",
			   mask ? ", mask " : "", mask ? b->mask : "",
			   content ? ", content " : "", content ? b->content : "",
			   use && rest ? ", components at rest" : "",
			   temp ? ", " : "", temp ? b->temp : "",
			   mask && !content ? "; operation/content of the registers" : "");
	paragraph(out, "rows", FACT_INDENT, "%s", text);
	free(text);
}

/* @x in @width columns with as many of one decimal as fit; "-" if there is none. */
static const char *value(double x, int width, char *text, size_t size)
{
	if (isnan(x))
		snprintf(text, size, "-");
	else if (isinf(x))
		snprintf(text, size, "%s", x < 0 ? "-inf" : "inf");
	else if (snprintf(text, size, "%.1f", fabs(x) < 0.05 ? 0 : x) > width &&
		 snprintf(text, size, "%.0f", x) > width)
		snprintf(text, size, "%.0e", x);
	return text;
}

static void print_header(FILE *out, const struct ib_comparison *c)
{
	const char *unit = ib_unit_name(c->unit);

	ib_mail(out, "\n%*s%-*s%*s%*s%*s%*s %-15s%*s\n", INDENT, "", NAME_WIDTH, "", VALUE_WIDTH,
		"base", VALUE_WIDTH, "patch", DIFF_WIDTH, "diff", PERCENT_WIDTH, "diff",
		"95% CI, all", INSNS_WIDTH, "insns");
	ib_mail(out, "%*s%-*s%*s%*s%*s%*s %-15s%*s verdict\n", INDENT, "", NAME_WIDTH, "benchmark",
		VALUE_WIDTH, unit, VALUE_WIDTH, unit, DIFF_WIDTH, unit, PERCENT_WIDTH, "%",
		"rows jointly", INSNS_WIDTH, "delta");
	ib_mail(out, "%*s", INDENT, "");
	for (size_t i = INDENT; i < WIDTH; i++)
		fputc('-', out);
	fputc('\n', out);
}

static int side_of(double x, double mark)
{
	return (x > mark) - (x < mark);
}

/* Does @x, printed so, stay on its side of all that a verdict looks at? */
static bool keeps_sides(double x, int decimals, double delta, double ruler)
{
	const double marks[] = { 0, delta, -delta, ruler, -ruler };
	double scale = pow(10, decimals), printed = round(x * scale) / scale;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (side_of(x, marks[i]) != side_of(printed, marks[i]))
			return false;
	return true;
}

/* A limit of an interval, with decimals enough to see the verdict in it. */
static const char *limit(double x, double delta, double ruler, char *text, size_t size)
{
	int decimals = 1;

	while (decimals < LIMIT_DECIMALS && isfinite(x) && !keeps_sides(x, decimals, delta, ruler))
		decimals++;
	if (decimals > 1 && snprintf(text, size, "%.*f", decimals, x) <= LIMIT_WIDTH)
		return text;
	return value(x, LIMIT_WIDTH, text, size);
}

static void print_interval(FILE *out, const struct ib_cmp_row *row, const struct ib_comparison *c)
{
	double delta = ib_row_delta(c, row);
	char lo[32], hi[32];

	if (row->invalid || row->exact) {
		ib_mail(out, " %-15s", !row->invalid ? "     exact" : "       -");
		return;
	}
	ib_mail(out, " [%*s,%*s]", LIMIT_WIDTH,
		limit(row->judgement.walsh.lo, delta, c->ruler, lo, sizeof(lo)), LIMIT_WIDTH,
		limit(row->judgement.walsh.hi, delta, c->ruler, hi, sizeof(hi)));
}

static void print_insns(FILE *out, const struct ib_cmp_row *row)
{
	char text[32] = "-";

	if (row->insns_known && snprintf(text, sizeof(text), row->insns ? "%+" PRId64 : "%" PRId64,
					 row->insns) > INSNS_WIDTH)
		snprintf(text, sizeof(text), "%+.0e", (double)row->insns);
	ib_mail(out, "%*s", INSNS_WIDTH, text);
}

/* With its sign, and as many of one decimal as fit. */
static void print_percent(FILE *out, double percent)
{
	char text[32] = "-";

	if (isfinite(percent) &&
	    snprintf(text, sizeof(text), fabs(percent) < 0.05 ? "0.0" : "%+.1f", percent) >=
	    PERCENT_WIDTH && snprintf(text, sizeof(text), "%+.0f", percent) >= PERCENT_WIDTH)
		snprintf(text, sizeof(text), "%+.0e", percent);
	ib_mail(out, " %*s", PERCENT_WIDTH - 1, text);
}

static void print_row(FILE *out, const struct ib_cmp_row *row, const struct ib_comparison *c)
{
	double diff = row->invalid ? NAN : row->judgement.walsh.hl;
	char text[32];

	ib_mail(out, "%*s%-*s", INDENT, "", NAME_WIDTH, row->name);
	if (strlen(row->name) > NAME_WIDTH)
		ib_mail(out, "\n%*s", INDENT + NAME_WIDTH, "");
	ib_mail(out, " %*s", VALUE_WIDTH - 1,
		value(row->base_value, VALUE_WIDTH - 1, text, sizeof(text)));
	ib_mail(out, " %*s", VALUE_WIDTH - 1,
		value(row->patch_value, VALUE_WIDTH - 1, text, sizeof(text)));
	ib_mail(out, " %*s", DIFF_WIDTH - 1, value(diff, DIFF_WIDTH - 1, text, sizeof(text)));
	print_percent(out, ib_row_percent(row));
	print_interval(out, row, c);
	print_insns(out, row);
	ib_mail(out, " %s\n", ib_row_verdict(row));
}

static size_t count(const struct ib_comparison *c, enum ib_verdict verdict)
{
	size_t nr = 0;

	for (size_t i = 0; i < c->nr_rows; i++)
		nr += !c->rows[i].invalid && c->rows[i].judgement.verdict == verdict;
	return nr;
}

/* Units from which on all of one sign would be enough. */
static size_t fewest(double alpha)
{
	size_t n = 1;

	while (!ib_signed_rank_depth(n, alpha))
		n++;
	return n;
}

static void print_unresolved(FILE *out, const struct ib_comparison *c)
{
	double least = INFINITY, most = 0;
	bool unbounded = false;
	char range[64] = "";

	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_cmp_row *row = &c->rows[i];

		if (row->invalid || row->exact || row->judgement.verdict != IB_UNRES)
			continue;
		if (isinf(row->judgement.detectable)) {
			unbounded = true;
			continue;
		}
		least = fmin(least, row->judgement.detectable);
		most = fmax(most, row->judgement.detectable);
	}
	if (least < most)
		snprintf(range, sizeof(range), "%.1f to ", least);
	if (least <= most)
		paragraph(out, "", INDENT,
			  "unres: neither; smallest detectable here is %s%.1f %s (80%% power).",
			  range, most, ib_unit_name(c->unit));
	if (unbounded)
		paragraph(out, "", INDENT,
			  "%s: %san interval at this level needs %zu units at least.",
			  least <= most ? "inf" : "unres", least <= most ? "" : "neither; ",
			  fewest(c->alpha));
}

static void print_aa(FILE *out, const struct ib_aa *aa)
{
	double lo, hi;

	paragraph(out, "", INDENT,
		  "A/A (base rebuilt, %zu %s): %zu of %zu rows flagged, max |diff| %.1f.",
		  aa->nr_units, ib_units_name(aa->units), aa->nr_flagged, aa->nr_rows,
		  aa->max_diff);
	ib_clopper_pearson(aa->total_flagged, aa->total_rows, 0.05, &lo, &hi);
	paragraph(out, "", INDENT,
		  "A/A on this CPU so far: %zu of %zu rows flagged, %.1f-%.1f%% (95%% CI).",
		  aa->total_flagged, aa->total_rows, 100 * lo, 100 * hi);
	if (aa->beyond)
		paragraph(out, "", INDENT,
			  "INVALID: the base differs from itself; do not believe this table.");
}

static size_t count_exact(const struct ib_comparison *c)
{
	size_t nr = 0;

	for (size_t i = 0; i < c->nr_rows; i++)
		nr += c->rows[i].exact;
	return nr;
}

static bool is_first_of_variant(const struct ib_comparison *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(c->rows[k].base->variant, c->rows[i].base->variant))
			return false;
	return true;
}

/* Of lane kvm's rows, whose names do not say it. */
static void print_operations(FILE *out, const struct ib_comparison *c)
{
	for (size_t i = 0; i < c->nr_rows; i++) {
		const char *variant = c->rows[i].base->variant;

		if (ib_operation_name(variant) && is_first_of_variant(c, i))
			paragraph(out, "", INDENT, "%s: %s.", ib_operation_name(variant),
				  ib_operation_meaning(variant));
	}
}

/* With the digits that it has. */
static const char *band(double x, char *text, size_t size)
{
	snprintf(text, size, "+-%.*f", fabs(10 * x - rint(10 * x)) < 1e-6 ? 1 : 2, x);
	return text;
}

/* The band called the same, in words. */
static const char *delta_words(const struct ib_comparison *c, char *text, size_t size)
{
	char number[32];

	if (c->in_percent)
		snprintf(text, size, "+-%g%% of the base", c->delta);
	else
		snprintf(text, size, "%s %s", band(c->delta, number, sizeof(number)),
			 ib_unit_name(c->unit));
	return text;
}

static void print_bands(FILE *out, const struct ib_comparison *c)
{
	char ruler[32], delta[64];

	paragraph(out, "", INDENT,
		  "faster/slower: CI outside %s, the ruler's error%s.  same: CI within %s "
		  "(tiny: and without 0).", band(c->ruler, ruler, sizeof(ruler)),
		  c->by_selftest ? " by selftest" : " as the suite aims at it",
		  delta_words(c, delta, sizeof(delta)));
}

static void print_legend(FILE *out, const struct ib_comparison *c)
{
	size_t exact = count_exact(c);
	char delta[64];

	fputc('\n', out);
	print_operations(out, c);
	if (exact && c->delta > 0)
		paragraph(out, "", INDENT, EXACT ", tiny within %s.",
			  delta_words(c, delta, sizeof(delta)));
	else if (exact)
		paragraph(out, "", INDENT, EXACT ".");
	if (exact == c->nr_rows)
		return;
	if (c->ruler > 0)
		print_bands(out, c);
	else if (c->delta > 0)
		paragraph(out, "", INDENT,
			  "faster/slower: CI excludes 0.  same: CI within %s (tiny: both).",
			  delta_words(c, delta, sizeof(delta)));
	else
		paragraph(out, "", INDENT,
			  "faster/slower: CI excludes 0.  No delta was declared: nothing is "
			  "\"same\".");
	if (count(c, IB_UNRES))
		print_unresolved(out, c);
	if (count(c, IB_TAIL))
		paragraph(out, "", INDENT,
			  "tail: CI excludes 0, but signs do not agree: a tail changed, not the "
			  "bulk.");
}

void ib_compare_text(const struct ib_comparison *c, const struct ib_aa *aa, int status, FILE *out)
{
	print_side(out, "base", c->base);
	print_side(out, "patch", c->patch);
	print_cpu(out, c);
	print_runs(out, c);
	print_rows_fact(out, c);
	print_header(out, c);
	for (size_t i = 0; i < c->nr_rows; i++)
		print_row(out, &c->rows[i], c);
	print_legend(out, c);
	if (aa)
		print_aa(out, aa);
	for (size_t i = 0; i < c->nr_notes; i++)
		paragraph(out, "note:", FACT_INDENT, "%s.", c->notes[i]);
}

const char *ib_units_name(enum ib_units units)
{
	static const char *const names[] = {
		[IB_UNITS_LAYOUTS] = "layouts",
		[IB_UNITS_BLOCKS] = "blocks",
		[IB_UNITS_GROUPS] = "groups of launches and layouts",
		[IB_UNITS_CROSSED] = "layouts",
	};

	return names[units];
}
