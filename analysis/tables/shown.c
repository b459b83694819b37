// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>

#include "analysis/tables/shown.h"
#include "lib/base/err.h"

/* Shown if it has figures; a wrong one has none that mean anything. */
static bool has_figures(const struct ib_line *l)
{
	return l->kind == IB_KIND_VARIANT && l->oracle != IB_ORACLE_WRONG && isfinite(l->cost.mid);
}

static bool is_at(const struct ib_line *l, const char *fpu, const char *mask, const char *content)
{
	return has_figures(l) && !strcmp(l->row->temp, "warm") &&
	       !strcmp(l->row->use, "used") &&
	       !strcmp(l->row->event, "init") && !strcmp(l->row->fpu, fpu) &&
	       !strcmp(l->row->mask, mask) && (!content || !strcmp(l->row->content, content));
}

/* The content that most rows have: the others are an axis of their own. */
static const char *usual_content(const struct ib_table *t, const char *fpu)
{
	const char *usual = NULL;
	size_t most = 0;

	for (size_t i = 0; i < t->nr_lines; i++) {
		const char *content = t->lines[i].row->content;
		size_t nr = 0;

		for (size_t j = 0; j < t->nr_lines; j++)
			for (size_t m = 0; m < IB_NAMED_MASKS; m++)
				nr += is_at(&t->lines[j], fpu, ib_masks[m].name, content);
		if (nr > most) {
			most = nr;
			usual = content;
		}
	}
	return usual;
}

bool ib_is_shown(const struct ib_shown *s, const char *variant)
{
	for (size_t i = 0; i < s->nr; i++)
		if (!strcmp(s->variant[i], variant))
			return true;
	return false;
}

/* Lines of a group stand in the order of their cost already. */
static void list_variants(const struct ib_table *t, const char *fpu, const char *mask,
			  struct ib_shown *s)
{
	for (size_t i = 0; i < t->nr_lines; i++) {
		const struct ib_line *l = &t->lines[i];

		if (is_at(l, fpu, mask, s->content) && !ib_is_shown(s, l->row->variant))
			s->variant[s->nr++] = l->row->variant;
	}
}

struct ib_shown ib_shown(const struct ib_table *table, const char *fpu)
{
	struct ib_shown s = { .variant = ib_calloc(table->nr_lines, sizeof(char *)),
			      .content = usual_content(table, fpu) };
	size_t nr_masks = 0;

	/* The mask "none" comes last, and not where there is nothing to put and load. */
	for (size_t i = 1; i <= IB_NAMED_MASKS - !strcmp(fpu, "putload"); i++) {
		const char *mask = ib_masks[i % IB_NAMED_MASKS].name;
		bool any = false;

		for (size_t l = 0; l < table->nr_lines; l++)
			any |= is_at(&table->lines[l], fpu, mask, s.content);
		if (any)
			s.masks[nr_masks++] = mask;
		list_variants(table, fpu, mask, &s);
	}
	return s;
}

const struct ib_line *ib_shown_line(const struct ib_table *table, const struct ib_shown *shown,
				    const char *fpu, const char *variant, const char *mask)
{
	const struct ib_line *l = ib_find_line(table, (struct ib_where){
		.variant = variant, .event = "init", .fpu = fpu, .mask = mask,
		.content = shown->content });

	return l && has_figures(l) ? l : NULL;
}

double ib_shown_hi(const struct ib_line *l)
{
	return isfinite(l->cost.hi) ? l->cost.hi : l->cost.mid;
}

double ib_shown_lo(const struct ib_line *l)
{
	return isfinite(l->cost.lo) ? l->cost.lo : l->cost.mid;
}
