// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include "analysis/tables/aggregate.h"
#include "analysis/tables/contrast.h"
#include "lib/base/err.h"
#include "lib/stats/multiplicity.h"

#define SHARE_ALPHA	0.05

/*
 * struct diffs - b - a in each layout that both have
 * @group: of each
 */
struct diffs {
	double *d;
	size_t *group;
	size_t n;
};

static bool is_exact(const struct ib_line *l)
{
	return l->exact && isfinite(l->cost.mid);
}

static struct diffs differences(const struct ib_line *a, const struct ib_line *b)
{
	size_t most = a->nr_draws < b->nr_draws ? a->nr_draws : b->nr_draws;
	struct diffs s = { .d = ib_calloc(most, sizeof(*s.d)),
			   .group = ib_calloc(most, sizeof(*s.group)) };

	for (size_t i = 0, j = 0; i < a->nr_draws && j < b->nr_draws;) {
		int order = ib_compare_draws(&a->draw[i], &b->draw[j]);

		if (!order) {
			s.d[s.n] = b->draw[j].value - a->draw[i].value;
			s.group[s.n++] = a->draw[i].group;
		}
		i += order <= 0;
		j += order >= 0;
	}
	return s;
}

static void diffs_free(struct diffs *s)
{
	free(s->group);
	free(s->d);
}

/* Do the differences of each group lie on the estimate's side, by majority? */
static bool groups_agree(const struct diffs *s, double estimate)
{
	for (size_t i = 0; i < s->n;) {
		size_t first = i;
		long balance = 0;

		for (; i < s->n && s->group[i] == s->group[first]; i++)
			balance += (s->d[i] > 0) - (s->d[i] < 0);
		if ((estimate > 0 && balance < 0) || (estimate < 0 && balance > 0))
			return false;
	}
	return true;
}

static void count_shown(struct ib_contrast *c, const struct diffs *s)
{
	double estimate = c->judgement.walsh.hl;

	for (size_t i = 0; i < s->n; i++)
		c->nr_shown += estimate < 0 ? s->d[i] < 0 : s->d[i] > 0;
	ib_clopper_pearson(c->nr_shown, s->n, SHARE_ALPHA, &c->shown_lo, &c->shown_hi);
}

static void judge_exact(struct ib_contrast *c, double d)
{
	c->exact = true;
	c->judgement.n = 1;
	c->judgement.walsh = (struct ib_walsh){ d, d, d };
	c->judgement.verdict = d < 0 ? IB_FASTER : d > 0 ? IB_SLOWER : IB_SAME;
}

static void judge_pairs(struct ib_contrast *c, const struct diffs *s, double alpha, double ruler)
{
	struct ib_judgement *j = &c->judgement;

	c->paired = true;
	ib_judge(s->d, s->n, alpha, ruler, j);
	j->verdict = ib_verdict_beyond(j->verdict, j->walsh.lo, j->walsh.hi, ruler);
	if (ib_differs(j->verdict) && !groups_agree(s, j->walsh.hl))
		j->verdict = IB_UNRES;
	count_shown(c, s);
}

static void judge_apart(struct ib_contrast *c, const struct ib_line *a, const struct ib_line *b,
			double alpha, double ruler)
{
	struct ib_estimate x = ib_estimate(a, 1 - alpha), y = ib_estimate(b, 1 - alpha);
	struct ib_walsh *w = &c->judgement.walsh;

	w->hl = y.mid - x.mid;
	w->lo = w->hl - hypot(y.mid - y.lo, x.hi - x.mid);
	w->hi = w->hl + hypot(y.hi - y.mid, x.mid - x.lo);
	if (isfinite(w->lo))
		c->judgement.verdict = ib_verdict_beyond(ib_verdict_of(w->lo, w->hi, true, ruler),
							 w->lo, w->hi, ruler);
}

struct ib_contrast ib_contrast(const struct ib_line *a, const struct ib_line *b)
{
	struct ib_contrast c = { .judgement.verdict = IB_UNRES,
				 .judgement.walsh = { NAN, -INFINITY, INFINITY }, .shown_hi = 1 };
	double alpha = fmin(a->alpha, b->alpha), ruler = fmax(a->ruler, b->ruler);
	struct diffs s;

	if (is_exact(a) && is_exact(b)) {
		judge_exact(&c, b->cost.mid - a->cost.mid);
		return c;
	}
	s = differences(a, b);
	if (s.n)
		judge_pairs(&c, &s, alpha, ruler);
	else if (a->nr_layouts > 1 && b->nr_layouts > 1)
		judge_apart(&c, a, b, alpha, ruler);
	diffs_free(&s);
	return c;
}

bool ib_distinct(const struct ib_line *a, const struct ib_line *b)
{
	return ib_differs(ib_contrast(a, b).judgement.verdict);
}

bool ib_cheaper(const struct ib_line *a, const struct ib_line *b)
{
	return ib_contrast(a, b).judgement.verdict == IB_SLOWER;
}
