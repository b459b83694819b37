// SPDX-License-Identifier: GPL-2.0-only
/* Cost of each variant and mask: the clear alone, and with put and load. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "lib/base/encode.h"
#include "lib/schema/axes.h"

static void mask_variables(struct ib_gp *gp, const struct ib_shown *s)
{
	size_t nr = 0;

	while (s->masks[nr])
		nr++;
	fprintf(gp->vars, "masks = %zu\narray mask[%zu]\n", nr, nr ? nr : 1);
	for (size_t m = 0; m < nr; m++)
		ib_gp_element(gp, "mask", m + 1, s->masks[m]);
	ib_gp_string(gp, "content", s->content ? s->content : "");
}

size_t ib_plot_clear(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	struct ib_shown s = ib_shown(table, "none");
	struct ib_footnotes notes = { .nr = 0 };
	double min = 0, max = 0;

	fputs("# y midmean lo hi spread mark variant mask\n", data);
	for (size_t m = 0; s.masks[m]; m++) {
		fputs(m ? "\n\n" : "", data);
		for (size_t i = 0; i < s.nr; i++) {
			const struct ib_line *l = ib_shown_line(table, &s, "none", s.variant[i],
								s.masks[m]);
			double spread = l && isfinite(l->spread) ? l->spread : 0;

			if (!l)
				continue;
			ib_print(data, IB_SINK_GNUPLOT,
				 "%zu %.4f %.4f %.4f %.4f \"%s\" \"%s\" \"%s\"\n", i + 1,
				 l->cost.mid, ib_shown_lo(l), ib_shown_hi(l), spread,
				 ib_footnote(&notes, l), s.variant[i], s.masks[m]);
			min = fmin(min, fmin(ib_shown_lo(l), l->cost.mid - spread));
			max = fmax(max, fmax(ib_shown_hi(l), l->cost.mid + spread));
		}
	}
	mask_variables(gp, &s);
	ib_gp_variants(gp, table, &s);
	ib_gp_footnotes(gp, &notes);
	fprintf(gp->vars, "xmin = %.4f\nxmax = %.4f\n", min, max);
	free(s.variant);
	return s.masks[0] ? s.nr : 0;
}

static const struct ib_line *part(const struct ib_table *t, const char *name, const char *content)
{
	const struct ib_line *l = ib_find_line(t, (struct ib_where){
		.variant = name, .event = "init", .fpu = "putload", .content = content });

	return l && isfinite(l->cost.mid) ? l : NULL;
}

/*
 * A variant that costs distinctly less than put and load together cannot have
 * done both: it is shown as a whole.
 */
static bool has_both(const struct ib_line *l, const struct ib_line *put, const struct ib_line *load)
{
	return put && load && ib_shown_hi(l) >= ib_shown_lo(put) + ib_shown_lo(load);
}

static void stack(FILE *data, size_t y, const struct ib_line *l, const struct ib_line *put,
		  const struct ib_line *load, const char *mark)
{
	double in = 0, out = 0, rest = 0, whole = l->cost.mid;

	if (has_both(l, put, load)) {
		in = put->cost.mid;
		out = load->cost.mid;
		rest = fmax(0, whole - in - out);
		whole = 0;
	}
	ib_print(data, IB_SINK_GNUPLOT,
		 "%zu %.4f %.4f %.4f %.4f %.4f %.4f %.4f \"%s\" \"%s\" \"%s\"\n", y, in, rest, out,
		 whole, l->cost.mid, ib_shown_lo(l), ib_shown_hi(l), mark, l->row->variant,
		 l->row->mask);
}

size_t ib_plot_putload(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	struct ib_shown s = ib_shown(table, "putload");
	const struct ib_line *put = part(table, "part:put", s.content);
	const struct ib_line *load = part(table, "part:load", s.content);
	struct ib_footnotes notes = { .nr = 0 };
	double max = 0;

	fputs("# y put clear load whole total lo hi mark variant mask\n", data);
	for (size_t m = 0; s.masks[m]; m++) {
		fputs(m ? "\n\n" : "", data);
		for (size_t i = 0; i < s.nr; i++) {
			const struct ib_line *l = ib_shown_line(table, &s, "putload", s.variant[i],
								s.masks[m]);

			if (!l)
				continue;
			stack(data, i + 1, l, put, load, ib_footnote(&notes, l));
			max = fmax(max, ib_shown_hi(l));
		}
	}
	mask_variables(gp, &s);
	ib_gp_variants(gp, table, &s);
	ib_gp_footnotes(gp, &notes);
	fprintf(gp->vars, "xmax = %.4f\n", max);
	free(s.variant);
	return s.masks[0] ? s.nr : 0;
}

static void content_line(FILE *data, size_t y, const char *content, const struct ib_line *l)
{
	ib_print(data, IB_SINK_GNUPLOT, "%zu %.4f %.4f %.4f \"%s\" \"%s\"\n", y, l->cost.mid,
		 ib_shown_lo(l), ib_shown_hi(l), l->row->variant, content);
}

size_t ib_plot_content(const struct ib_table *table, struct ib_gp *gp)
{
	FILE *data = gp->data;
	static const char *const parts[] = { "part:put", "part:load" };
	size_t nr = 0;
	double max = 0;

	fputs("# y midmean lo hi part content\n", data);
	fputs("set ytics ()\n", gp->vars);
	for (size_t p = 0; p < 2; p++) {
		size_t y = 0;

		if (p)
			fputs("\n\n", data);
		for (size_t c = 0; c < IB_CONTENTS; c++) {
			const struct ib_line *l = part(table, parts[p], ib_contents[c].name);

			if (!l)
				continue;
			content_line(data, ++y, ib_contents[c].name, l);
			max = fmax(max, ib_shown_hi(l));
			if (p == 0)
				ib_gp_tic(gp, 'y', ++nr, ib_contents[c].name, NULL);
		}
	}
	fprintf(gp->vars, "rows = %zu\nxmax = %.4f\n", nr, max);
	return nr;
}
