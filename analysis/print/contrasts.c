// SPDX-License-Identifier: GPL-2.0-only
/* Below a table of variants: whose mean differs, and what a single build would show. */
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/print/contrasts.h"
#include "analysis/tables/again.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/contenders.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/base/wrap.h"
#include "lib/stats/signed_rank.h"

#define TEXT_WIDTH	100

const char *ib_contrast_word(enum ib_verdict verdict)
{
	static const char *const words[IB_NR_VERDICTS] = {
		[IB_UNRES] = "unres", [IB_SAME] = "same", [IB_TINY] = "tiny",
		[IB_FASTER] = "cheaper", [IB_SLOWER] = "dearer", [IB_TAIL] = "tail",
	};

	return words[verdict];
}

/* What others are held against where it is ranked: mainline's form. Else the cheapest. */
#define USUAL	"u64-mask"

/* Lines are in the order of their cost. */
static const struct ib_line *reference(const struct ib_group *group, size_t *nr)
{
	const struct ib_line *found = NULL;

	*nr = 0;
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_line *l = &group->lines[i];

		if (!l->rank)
			continue;
		if (!found || !strcmp(l->row->variant, USUAL))
			found = l;
		++*nr;
	}
	return found;
}

static void print_limits(struct ib_grid *g, const struct ib_contrast *c)
{
	const struct ib_walsh *w = &c->judgement.walsh;

	if (c->exact)
		ib_grid_cell(g, "exact");
	else if (isfinite(w->lo))
		ib_grid_cell(g, "[%.1f, %.1f]", w->lo, w->hi);
	else
		ib_grid_cell(g, "-");
}

static void print_shown(struct ib_grid *g, const struct ib_contrast *c)
{
	if (!c->paired || c->exact) {
		ib_grid_cell(g, "-");
		ib_grid_cell(g, "-");
		return;
	}
	ib_grid_cell(g, "%zu of %zu", c->nr_shown, c->judgement.n);
	ib_grid_cell(g, "%.0f-%.0f%%", 100 * c->shown_lo, 100 * c->shown_hi);
}

static struct ib_grid *new_grid(const struct ib_table *t, enum ib_sink sink)
{
	const char *unit = ib_unit_name(t->unit);
	struct ib_grid *g = ib_grid_new(sink);

	ib_grid_column(g, "variant", "", true);
	ib_grid_column(g, "more by", unit, false);
	ib_grid_column(g, "joint interval", unit, false);
	ib_grid_column(g, "its mean is", "", true);
	ib_grid_column(g, "this sign in", "layouts", false);
	ib_grid_column(g, "of builds", "95%", false);
	return g;
}

static const char *item_of(bool markdown)
{
	return markdown ? "- " : "  ";
}

/* Why no interval could be given, if so. */
static void print_too_few(const struct ib_line *base, size_t nr, bool markdown, FILE *out)
{
	size_t need = 1;

	if (base->exact || ib_signed_rank_depth(base->nr_draws, base->alpha))
		return;
	while (!ib_signed_rank_depth(need, base->alpha))
		need++;
	ib_text(out, "%s%zu layout%s too few to judge %zu pair%s jointly: %zu at least\n",
		item_of(markdown), base->nr_draws, base->nr_draws == 1 ? " is" : "s are",
		nr * (nr - 1) / 2, nr == 2 ? "" : "s", need);
}

static void print_again(const struct ib_table *t, const struct ib_group *group, bool markdown,
			FILE *out)
{
	for (size_t i = 0; i < group->nr; i++) {
		const struct ib_line *l = &group->lines[i], *copy = ib_again_of(t, l);
		struct ib_contrast c;

		if (!copy || !isfinite(l->cost.mid))
			continue;
		c = ib_contrast(l, copy);
		ib_print(out, ib_sink_of(markdown), "%pmA/A, the code of %s a second time: %+.1f",
			 item_of(markdown), l->row->variant, c.judgement.walsh.hl);
		if (isfinite(c.judgement.walsh.lo) && !c.exact)
			fprintf(out, " [%.1f, %.1f]", c.judgement.walsh.lo, c.judgement.walsh.hi);
		ib_text(out, " %s, %s%s\n", ib_unit_name(t->unit),
			ib_contrast_word(c.judgement.verdict),
			ib_differs(c.judgement.verdict) ?
				": do not believe a difference of this size here" : "");
	}
}

static __attribute__((format(printf, 2, 3))) char *format(enum ib_sink sink, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = ib_vformat(sink, fmt, ap);
	va_end(ap);
	return text;
}

static char *head_of(const struct ib_line *base, size_t nr, enum ib_sink sink)
{
	return format(sink, "Against `%s`, layout by layout; the intervals hold jointly for the "
		      "%zu pair%s of this table:", base->row->variant, nr * (nr - 1) / 2,
		      nr == 2 ? "" : "s");
}

void ib_print_contrasts(const struct ib_table *table, const struct ib_group *group, FILE *out,
			bool markdown)
{
	size_t nr;
	const struct ib_line *base = reference(group, &nr);
	struct ib_grid *g;
	char *head;

	if (nr > 1) {
		head = head_of(base, nr, ib_sink_of(markdown));
		fputc('\n', out);
		ib_wrap(head, 0, 0, markdown ? SIZE_MAX : TEXT_WIDTH, "", out);
		free(head);
		if (markdown)
			fputc('\n', out);
		g = new_grid(table, ib_sink_of(markdown));
		for (size_t i = 0; i < group->nr; i++) {
			const struct ib_line *l = &group->lines[i];
			struct ib_contrast c;

			if (!l->rank || l == base)
				continue;
			c = ib_contrast(base, l);
			ib_grid_cell(g, "%s", l->row->variant);
			ib_grid_number(g, c.judgement.walsh.hl, 1);
			print_limits(g, &c);
			ib_grid_cell(g, "%s", ib_contrast_word(c.judgement.verdict));
			print_shown(g, &c);
		}
		ib_grid_print(g, out);
		if (markdown)
			fputc('\n', out);
		print_too_few(base, nr, markdown, out);
	}
	print_again(table, group, markdown, out);
}
