// SPDX-License-Identifier: GPL-2.0-only
/* What a component's bytes cost, and where its image lies. */
#include <math.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/fit.h"
#include "analysis/tables/sizes.h"
#include "lib/base/array.h"

#define VARIANT	"u64-mask"

/* In a page, as bench/axes.c names them. */
static const char *const places[] = { "+64", "+192", "+512", "+1024", "+2048", "cross" };

static bool has_sizes(const struct ib_table *t)
{
	return ib_single(t, VARIANT, NULL);
}

static void print_sizes(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *l = ib_single(t, VARIANT, NULL);
	struct ib_fit fit;
	bool fitted = ib_fit_components(t, VARIANT, &fit);
	struct ib_grid *g;

	if (!l)
		return;
	g = ib_grid_new(IB_SINK_MD);
	ib_grid_column(g, t->label, "component", true);
	ib_grid_column(g, "size", "bytes", false);
	ib_grid_column(g, "steps", "", false);
	ib_grid_markup(g, "clear by `" VARIANT "`", ib_unit_name(t->unit), false);
	ib_grid_column(g, "the model says", ib_unit_name(t->unit), false);
	for (; l; l = ib_single(t, VARIANT, l)) {
		struct ib_load load = ib_load_of(t, l);

		ib_grid_cell(g, "%s", l->row->mask + 2);
		ib_grid_number(g, ib_mask_bytes(l), 0);
		ib_grid_number(g, load.of[IB_FIT_WALK], 0);
		ib_report_cost(g, t, l);
		ib_grid_number(g, fitted ? ib_fit_at(&fit, &load) : NAN, 1);
	}
	ib_report_grid(r, g, 1);
}

static const struct ib_line *at_page(const struct ib_table *t, const char *fpu)
{
	return ib_find_line(t, (struct ib_where){ .variant = VARIANT, .event = "init", .fpu = fpu,
						  .mask = IB_CONTENDERS_MASK, .content = "sse" });
}

static void print_places(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *base[] = { at_page(t, "none"), at_page(t, "putload") };
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	size_t nr = 0;

	ib_grid_column(g, t->label, "the image begins", true);
	ib_grid_column(g, "state in memory", ib_unit_name(t->unit), false);
	ib_grid_column(g, "state live", ib_unit_name(t->unit), false);
	ib_grid_cell(g, "64 bytes into a page, as the kernel's");
	for (size_t f = 0; f < 2; f++)
		ib_report_cost(g, t, base[f]);
	for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
		const struct ib_line *l[2] = { NULL, NULL };

		for (size_t f = 0; f < 2; f++)
			l[f] = base[f] ? ib_at_place(t, base[f], places[p]) : NULL;
		if (!l[0] && !l[1])
			continue;
		nr++;
		ib_grid_cell(g, strcmp(places[p], "cross") ? "%s bytes of that" :
			     "so that a component crosses a page (%s)", places[p]);
		for (size_t f = 0; f < 2; f++)
			ib_report_cost(g, t, l[f]);
	}
	ib_report_grid(r, g, nr);
}

/**
 * struct effect - rows at other places beside the same at the usual one
 * @nr: rows
 * @moved: of them, those that can be told apart
 * @usual: the row that was moved most, or NULL
 * @there: where it was moved to
 */
struct effect {
	size_t nr;
	size_t moved;
	const struct ib_line *usual;
	const struct ib_line *there;
};

static double moved_by(const struct effect *e)
{
	return e->usual ? fabs(e->there->cost.mid - e->usual->cost.mid) : 0;
}

static void add_effect(const struct ib_table *t, const char *place, struct effect *e)
{
	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *a = &t->lines[i];
		const struct ib_line *b = isfinite(a->cost.mid) ? ib_at_place(t, a, place) : NULL;

		if (!b)
			continue;
		e->nr++;
		if (!ib_distinct(a, b))
			continue;
		e->moved++;
		if (fabs(b->cost.mid - a->cost.mid) > moved_by(e)) {
			e->usual = a;
			e->there = b;
		}
	}
}

static void print_effect(const struct ib_report *r, const struct ib_table *t, bool cross)
{
	struct effect e = { 0 };

	for (size_t p = 0; p < ARRAY_SIZE(places); p++)
		if (!strcmp(places[p], "cross") == cross)
			add_effect(t, places[p], &e);
	if (!e.nr)
		return;
	ib_mark(r->out, "- %s, %s: of %zu rows %zu can be told from the same at the usual place",
		t->label, cross ? "a component across two pages" : "elsewhere in the page", e.nr,
		e.moved);
	if (e.usual)
		ib_mark(r->out, "; the most: mask %s, fpu %s, %+.1f (%+.0f%%)", e.there->row->mask,
			e.usual->row->fpu, e.there->cost.mid - e.usual->cost.mid,
			100 * (e.there->cost.mid / e.usual->cost.mid - 1));
	fputs(". ", r->out);
	fputc('\n', r->out);
}

static void print_effects(const struct ib_report *r, const struct ib_table *t)
{
	print_effect(r, t, false);
	print_effect(r, t, true);
}

void ib_report_size(const struct ib_report *r)
{
	if (!ib_report_studied(r, "Why size and place matter, or not", has_sizes))
		return;
	fputs("One component alone, from 8 bytes to AMX's 8,192; synthetic where the CPU lacks it. *Steps*:\n"
	      "of the walk to it (above). The model is the one fitted to the masks of several\n"
	      "components, which has seen none of these.\n\n", r->out);
	ib_report_figures(r, "size", "Clearing one component, against its size.");
	ib_report_each_native(r, print_sizes);
	ib_report_each_native(r, print_places);
	ib_report_each_native(r, print_effects);
	fputc('\n', r->out);
}
