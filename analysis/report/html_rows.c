// SPDX-License-Identifier: GPL-2.0-only
/* Every row of every table in one, to be sorted and filtered. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/html.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/schema/row_order.h"

/* A reader chooses a value of these; the others are figures. */
static const struct column {
	const char *name;
	bool choice;
} columns[] = {
	{ "CPU", true }, { "lane", true }, { "variant", true }, { "event", true }, { "fpu", true },
	{ "mask", true }, { "content", true }, { "use", true }, { "temperature", true },
	{ "cost", false }, { "95% from", false }, { "to", false }, { "unit", true },
	{ "layouts", false }, { "rank", false }, { "instructions", false }, { "remark", false },
};

static const enum ib_axis_id axes[] = {
	IB_AXIS_EVENT, IB_AXIS_FPU, IB_AXIS_MASK, IB_AXIS_CONTENT, IB_AXIS_USE, IB_AXIS_TEMP,
};

static void cell(FILE *out, const char *text)
{
	ib_print(out, IB_SINK_XML, "<td>%s</td>", text ? text : "");
}

static void number(FILE *out, double x, int digits)
{
	if (isfinite(x))
		ib_print(out, IB_SINK_XML, "<td>%.*f</td>", digits, x);
	else
		fputs("<td></td>", out);
}

static void print_line(const struct ib_report *r, const struct ib_table *t,
		       const struct ib_line *l, FILE *out)
{
	fputs("<tr>", out);
	cell(out, ib_report_cpu(r, t));
	cell(out, t->lane);
	cell(out, l->row->variant);
	for (size_t i = 0; i < ARRAY_SIZE(axes); i++)
		cell(out, ib_row_value(l->row, axes[i]));
	number(out, l->cost.mid, 1);
	number(out, l->cost.lo, 1);
	number(out, l->cost.hi, 1);
	cell(out, ib_unit_name(t->unit));
	number(out, l->nr_layouts, 0);
	number(out, l->rank ? l->rank : NAN, 0);
	number(out, l->row->insns >= 0 ? l->row->insns : NAN, 0);
	cell(out, l->note);
	fputs("</tr>\n", out);
}

void ib_html_rows(const struct ib_report *r, FILE *out)
{
	const struct ib_table *t;
	size_t i = 0;

	fputs("<section id=\"rows\">\n<h1>Every row</h1>\n"
	      "<p>A click on a heading sorts, the line below it filters.</p>\n"
	      "<div class=\"wide\"><table id=\"all\"><thead><tr>", out);
	for (size_t c = 0; c < ARRAY_SIZE(columns); c++)
		ib_print(out, IB_SINK_XML, "<th%pm>%s</th>",
			 columns[c].choice ? " class=\"filter-select\"" : "", columns[c].name);
	fputs("</tr></thead>\n<tbody>\n", out);
	while ((t = ib_report_next(r, &i, NULL)))
		for (size_t l = 0; l < t->nr_lines; l++)
			if (isfinite(t->lines[l].cost.mid))
				print_line(r, t, &t->lines[l], out);
	fputs("</tbody></table></div>\n</section>\n", out);
}
