// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>

#include "analysis/tables/bracket.h"

static const struct ib_estimate none = { NAN, NAN, NAN };

static struct ib_estimate cost_at(const struct ib_table *t, struct ib_where where)
{
	const struct ib_line *l = t ? ib_find_line(t, where) : NULL;

	return l && l->oracle != IB_ORACLE_WRONG ? l->cost : none;
}

/* Of independent figures; a limit that is not known is the figure itself. */
static struct ib_estimate sum(struct ib_estimate a, struct ib_estimate b)
{
	double half_a = isfinite(a.hi) ? (a.hi - a.lo) / 2 : 0;
	double half_b = isfinite(b.hi) ? (b.hi - b.lo) / 2 : 0;
	double half = hypot(half_a, half_b), mid = a.mid + b.mid;

	return (struct ib_estimate){ mid, mid - half, mid + half };
}

struct ib_putload ib_putload(const struct ib_table *variants, const struct ib_table *kvm,
			     const char *content)
{
	struct ib_where part = { .variant = "part:put", .event = "init", .fpu = "putload",
				 .content = content };
	struct ib_where both_parts = { .variant = "kernel:putload", .content = content };
	struct ib_putload p = { .user = cost_at(variants, part) };

	part.variant = "part:load";
	p.user = sum(p.user, cost_at(variants, part));
	p.kernel = sum(cost_at(kvm, both_parts), (struct ib_estimate){ 0, 0, 0 });
	return p;
}

static struct ib_bracket both(struct ib_estimate a, struct ib_estimate b)
{
	return (struct ib_bracket){ fmin(a.lo, b.lo), fmax(a.hi, b.hi) };
}

struct ib_bracket ib_reset_cost(const struct ib_table *variants, const struct ib_table *kvm,
				struct ib_where where)
{
	struct ib_estimate clear, whole;

	where.fpu = "putload";
	whole = sum(cost_at(variants, where), (struct ib_estimate){ 0, 0, 0 });
	where.fpu = "none";
	clear = cost_at(variants, where);
	return both(whole, sum(clear, ib_putload(variants, kvm, where.content).kernel));
}

/* Does INIT put, clear and load on the machine that was measured? */
static bool clears(const struct ib_table *kvm)
{
	const char *mask = ib_field(kvm->runs[kvm->nr_runs - 1]->record, "kvm/clear_mask");

	return mask && strtoull(mask, NULL, 16);
}

static struct ib_estimate init_of(const struct ib_table *kvm)
{
	return sum(cost_at(kvm, (struct ib_where){ .variant = "kernel:init", .content = "sse" }),
		   (struct ib_estimate){ 0, 0, 0 });
}

struct ib_bracket ib_saving_of_init(const struct ib_table *kvm, struct ib_bracket cost,
				    const struct ib_estimate *other)
{
	struct ib_estimate init = init_of(kvm), left = sum(*other, (struct ib_estimate){ 0, 0, 0 });
	bool in = kvm && clears(kvm);

	return (struct ib_bracket){
		100 * (cost.lo - left.hi) / (init.hi + (in ? 0 : cost.lo)),
		100 * (cost.hi - left.lo) / (init.lo + (in ? 0 : cost.hi)),
	};
}

struct ib_bracket ib_share_of_init(const struct ib_table *kvm, struct ib_bracket cost)
{
	return ib_saving_of_init(kvm, cost, &(struct ib_estimate){ 0, 0, 0 });
}
